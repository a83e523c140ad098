namespace Hone.Domain.Datasets;

/// <summary>Something odd about a data set.</summary>
/// <param name="Code">
/// Stable name: <c>duplicate-across-splits</c>, <c>duplicate-within-split</c>, <c>near-duplicate-across-splits</c>,
/// <c>near-duplicate-within-split</c>, <c>near-duplicates-not-sought</c>, <c>conflicting-labels</c>, <c>rare-label</c>, <c>missing-label</c>,
/// <c>unlearnt-label</c>, <c>suspicious-label</c>, <c>skewed-labels</c>, <c>label-shift</c>, <c>repaired-tags</c>, <c>span-cuts-word</c>,
/// <c>span-trimmed</c>, <c>empty-text</c>, <c>long-text</c>, <c>empty-split</c>.
/// </param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Count">How many rows it concerns; for <c>missing-label</c>, how many labels.</param>
/// <param name="Rows">The first of them; for <c>suspicious-label</c>, the most suspicious.</param>
public sealed record DatasetWarning(string Code, string Message, long Count, IReadOnlyList<RowReference> Rows);
