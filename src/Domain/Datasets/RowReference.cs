namespace Hone.Domain.Datasets;

/// <summary>Where a row was uploaded: the part, and its line counted from 1.</summary>
public sealed record RowReference(SplitName Split, string File, long Line);
