using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>What a data set holds.</summary>
/// <param name="Labels">The labels in ordinal order.</param>
/// <param name="Rows">How many rows each split has; a split without rows is left out.</param>
/// <param name="Report">What was found in it.</param>
public sealed record DatasetContents(IReadOnlyList<string> Labels, IReadOnlyDictionary<SplitName, long> Rows, DatasetReport Report);
