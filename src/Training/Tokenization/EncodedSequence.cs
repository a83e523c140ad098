namespace Hone.Training.Tokenization;

/// <summary>A text as a network takes it.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Truncated">Whether the end of the text was cut off because it was too long.</param>
public sealed record EncodedSequence(int[] Ids, bool Truncated);
