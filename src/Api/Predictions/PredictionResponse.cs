using Hone.Domain.Tasks;

namespace Hone.Api.Predictions;

/// <summary>What a model says.</summary>
public sealed record PredictionResponse
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

/// <summary>How likely a label is.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">Its probability.</param>
public sealed record LabelScore(string Label, float Score);

/// <summary>What a request asked of the model.</summary>
/// <param name="Inputs">How many inputs.</param>
/// <param name="Tokens">How many tokens in all of them, special tokens included.</param>
/// <param name="Truncated">How many inputs were cut off because they are longer than the model reads.</param>
public sealed record PredictionUsage(int Inputs, int Tokens, int Truncated);
