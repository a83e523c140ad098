namespace Hone.Training.Data;

/// <summary>Sequences, and the tokens to be predicted from what the network sees of them.</summary>
/// <param name="Tokens">The ids, hidden ones replaced.</param>
/// <param name="Lengths">The length of each sequence.</param>
/// <param name="Rows">Rows of the network's states to predict from.</param>
/// <param name="Targets">The ids to be predicted from those rows.</param>
public sealed record PredictionBatch(int[] Tokens, int[] Lengths, long[] Rows, long[] Targets) : Batch(Tokens, Lengths);
