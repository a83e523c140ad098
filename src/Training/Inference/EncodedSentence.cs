using Hone.Training.Tokenization;

namespace Hone.Training.Inference;

/// <summary>A sentence of words as a network takes it.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Window">As much of it as the network reads.</param>
public sealed record EncodedSentence(IReadOnlyList<string> Words, WordWindow Window)
{
    /// <summary>The sentence as it is.</summary>
    public EncodedSequence Sequence => Marked(null);

    /// <summary>The sentence with a word marked as the predicate; null when the network does not read so far.</summary>
    public EncodedSequence? Mark(int predicate) => PredicateMarking.Mark(Window, predicate) is { } kinds ? Marked(kinds) : null;

    private EncodedSequence Marked(int[]? kinds) => new(Window.Ids, Window.Words.Length < Words.Count, kinds) { Rows = Window.Rows };
}
