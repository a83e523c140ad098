using Hone.Domain.Tasks;

namespace Hone.Api.Predictions;

/// <summary>What a classifier says.</summary>
public sealed record ClassificationResponse
{
    /// <summary>The model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>The version that answered.</summary>
    public required int Version { get; init; }

    public required TaskKind Task { get; init; }

    /// <summary>For every input its labels, best first.</summary>
    public required IReadOnlyList<IReadOnlyList<LabelScore>> Predictions { get; init; }

    public required PredictionUsage Usage { get; init; }
}
