namespace Hone.Domain.Datasets;

/// <summary>What was found in a data set: counts, and warnings that do not stop it from being used.</summary>
public sealed record DatasetReport
{
    /// <summary>Rows of each label in each split: label → split → rows.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<SplitName, long>> Labels { get; init; }

    /// <summary>Length of the texts in code points, per split.</summary>
    public required IReadOnlyDictionary<SplitName, LengthSummary> Lengths { get; init; }

    /// <summary>What is odd, each with rows to look at.</summary>
    public required IReadOnlyList<DatasetWarning> Warnings { get; init; }
}
