using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>One uploaded file of a data set.</summary>
/// <param name="Split">The part it plays.</param>
/// <param name="FileName">The name it was uploaded with, which problems give.</param>
/// <param name="Format">How its rows are written.</param>
/// <param name="Path">Where its bytes are, not compressed.</param>
public sealed record DatasetPart(SplitName Split, string FileName, DatasetFormat Format, string Path);
