namespace Hone.Training.Data;

/// <summary>Sequences with a label each.</summary>
/// <param name="Tokens">The ids of all sequences.</param>
/// <param name="Lengths">The length of each sequence.</param>
/// <param name="Labels">The index of each sequence's label.</param>
public sealed record LabelledBatch(int[] Tokens, int[] Lengths, long[] Labels) : Batch(Tokens, Lengths);
