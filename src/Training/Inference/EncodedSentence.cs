using Hone.Training.Tokenization;

namespace Hone.Training.Inference;

/// <summary>A sentence of words as a network takes it: in one sequence, or, where it is too long, in several that overlap.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Tokens">The words in tokens.</param>
public sealed record EncodedSentence(IReadOnlyList<string> Words, TokenizedWords Tokens)
{
    /// <summary>The sentence as it is.</summary>
    public WordSequences Plain { get; } = WordSequences.Of(Tokens.Windows(), Tokens.Count);

    /// <summary>The sentence with a word marked as the predicate; null when the network does not read the word.</summary>
    public WordSequences? Mark(int predicate) => Tokens.Has(predicate) ? WordSequences.Of(Tokens.WindowsAround(predicate), Tokens.Count) : null;
}
