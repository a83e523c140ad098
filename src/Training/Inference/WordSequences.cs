using Hone.Training.Tokenization;

namespace Hone.Training.Inference;

/// <summary>The windows of a sentence as sequences, and the words that are asked about in them.</summary>
/// <param name="Sequences">The sequences; those of a sentence in which a far word is not asked about say that they are truncated.</param>
/// <param name="Words">The words that are asked about, sequence behind sequence: ascending.</param>
public sealed record WordSequences(IReadOnlyList<EncodedSequence> Sequences, IReadOnlyList<int> Words)
{
    /// <param name="windows">The windows in their order.</param>
    /// <param name="count">How many words of the sentence have a token.</param>
    internal static WordSequences Of(IReadOnlyList<WordWindow> windows, int count)
    {
        int[] words = [.. windows.SelectMany(window => window.Words)];
        return new WordSequences([.. windows.Select(window => new EncodedSequence(window.Ids, words.Length < count, window.Kinds) { Rows = window.Rows })], words);
    }
}
