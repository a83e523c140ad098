namespace Hone.Training.Tokenization;

/// <summary>A text, or a pair of texts, as a network takes it.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Truncated">Whether an end was cut off because it was too long.</param>
/// <param name="TokenTypes">The kind of each token: 0 in the first text, 1 in the second; null where the network does not tell them apart, or there is one text.</param>
public sealed record EncodedSequence(int[] Ids, bool Truncated, int[]? TokenTypes = null)
{
    /// <summary>The places of the tokens that are asked about, where not the whole sequence is.</summary>
    public IReadOnlyList<int> Rows { get; init; } = [];
}
