namespace Hone.Domain.Datasets;

/// <summary>One stored part of a data set, in canonical form: one JSON object per line.</summary>
/// <param name="Name">The part it plays.</param>
/// <param name="Rows">How many examples it holds.</param>
/// <param name="Bytes">Size of the canonical form.</param>
/// <param name="Sha256">SHA-256 of the canonical form: the name of its blob.</param>
public sealed record DatasetSplit(SplitName Name, long Rows, long Bytes, string Sha256);
