namespace Hone.Training.Data;

/// <summary>Sequences with some tokens hidden.</summary>
/// <param name="Tokens">The ids, hidden ones replaced.</param>
/// <param name="Lengths">The length of each sequence.</param>
/// <param name="Rows">Rows of the packed batch to predict.</param>
/// <param name="Targets">The original ids of those rows.</param>
public sealed record MaskedBatch(int[] Tokens, int[] Lengths, long[] Rows, long[] Targets) : Batch(Tokens, Lengths);
