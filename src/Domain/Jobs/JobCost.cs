namespace Hone.Domain.Jobs;

/// <summary>What a training took.</summary>
public sealed record JobCost
{
    /// <summary>Tokens that were learnt from, each as often as it was seen.</summary>
    public required long Tokens { get; init; }

    /// <summary>Weights that learnt; with low-rank updates these, not what they are added to.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>The most main memory that the trainer took, in bytes; null where the system does not tell. What it took on an accelerator is not in it.</summary>
    public required long? PeakMemoryBytes { get; init; }
}
