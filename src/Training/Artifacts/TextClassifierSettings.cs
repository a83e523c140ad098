using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Artifacts;

/// <summary>What a text classifier is beside its weights.</summary>
public sealed record TextClassifierSettings
{
    /// <summary>The labels in the order of the outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether a text may have any number of labels, each judged by itself, rather than exactly one.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>How the states of a text become one vector.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>What logits are divided by before they become probabilities (Guo et al. 2017); 1 where scores are not calibrated.</summary>
    public double Temperature { get; init; } = 1;
}
