using Hone.Domain.Tasks;

namespace Hone.Api.Predictions;

/// <summary>What a model says.</summary>
/// <typeparam name="TPrediction">What it says about one input.</typeparam>
public record PredictionResponse<TPrediction>
{
    /// <summary>The model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>The version that answered.</summary>
    public required int Version { get; init; }

    public required TaskKind Task { get; init; }

    /// <summary>For every input what the model says about it, in the order of the inputs.</summary>
    public required IReadOnlyList<TPrediction> Predictions { get; init; }

    public required PredictionUsage Usage { get; init; }
}
