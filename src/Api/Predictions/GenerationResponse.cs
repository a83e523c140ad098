using Hone.Domain.Tasks;
using Hone.Training.Predictions;

namespace Hone.Api.Predictions;

/// <summary>How a language model goes on.</summary>
public sealed record GenerationResponse
{
    /// <summary>The model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>The version that answered.</summary>
    public required int Version { get; init; }

    public required TaskKind Task { get; init; }

    /// <summary>For every input what follows it.</summary>
    public required IReadOnlyList<GeneratedText> Predictions { get; init; }

    public required PredictionUsage Usage { get; init; }
}
