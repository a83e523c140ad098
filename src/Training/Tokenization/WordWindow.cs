namespace Hone.Training.Tokenization;

/// <summary>A part of a text as a network takes it, and the words that are asked about in it.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Rows">Of each word the place of its first token among them.</param>
/// <param name="Words">The words by their places in the text, ascending.</param>
public sealed record WordWindow(int[] Ids, int[] Rows, int[] Words);
