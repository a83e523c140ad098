namespace Hone.Domain.Datasets;

/// <summary>
/// Labels that are probably wrong. Of texts with one label each: those of which a quick linear model, which learnt from the other rows, is sure that they have another.
/// Of words with tags: those tagged otherwise than the same words nearly everywhere.
/// </summary>
public sealed record LabelNoise
{
    /// <summary>How many rows were looked at: all, or, where there are more than <c>Limits:Dataset:LabelNoiseRows</c>, so many of them, drawn by the seed of the split.</summary>
    public required long Rows { get; init; }

    /// <summary>How many rows there are.</summary>
    public required long Of { get; init; }

    /// <summary>The part of the rows of which the model gave the label; the lower, the less the suspicions are worth. Null where there is no model.</summary>
    public double? Accuracy { get; init; }

    /// <summary>How many labels are suspicious.</summary>
    public required long Count { get; init; }

    /// <summary>The most suspicious of them, the most suspicious first.</summary>
    public required IReadOnlyList<SuspiciousLabel> Labels { get; init; }
}
