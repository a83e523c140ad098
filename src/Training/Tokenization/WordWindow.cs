namespace Hone.Training.Tokenization;

/// <summary>A part of a text as a network takes it, and the words that are asked about in it.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Rows">Of each word the place of its first token among them.</param>
/// <param name="Words">The words by their places in the text, ascending.</param>
public sealed record WordWindow(int[] Ids, int[] Rows, int[] Words)
{
    /// <summary>The kind of each token: 1 of those of the word that the window is about, else 0; null where it is about none.</summary>
    public int[]? Kinds { get; init; }

    /// <summary>Its first token by its place in the text.</summary>
    public int Start { get; init; }
}
