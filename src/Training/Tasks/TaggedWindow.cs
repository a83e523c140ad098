using Hone.Training.Data;
using Hone.Training.Tokenization;

namespace Hone.Training.Tasks;

/// <summary>A window of a sentence with the tags of its words.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="TokenTypes">The kind of each token; null where all are of the first.</param>
/// <param name="Rows">Of each word the place of its first token.</param>
/// <param name="Tags">Of each word the index of its tag.</param>
/// <param name="Words">The words by their places in the sentence.</param>
/// <param name="Sentence">Which sentence it is of.</param>
internal sealed record TaggedWindow(int[] Ids, int[]? TokenTypes, int[] Rows, int[] Tags, int[] Words, int Sentence) : EncodedExample(Ids, TokenTypes)
{
    /// <summary>What is to be said of the predicate's sense; null where that is not asked in this window.</summary>
    public AskedSense? Sense { get; init; }

    /// <summary>A window with the tags of all words of its sentence.</summary>
    public static TaggedWindow Of(WordWindow window, IReadOnlyList<int> tags, int sentence) =>
        new(window.Ids, window.Kinds, window.Rows, [.. window.Words.Select(word => tags[word])], window.Words, sentence);
}
