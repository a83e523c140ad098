using Hone.Training.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Inference;

/// <summary>A text whose words are asked about, as sequences that a network takes.</summary>
/// <param name="Text">The text.</param>
/// <param name="Words">Its words.</param>
/// <param name="Windows">The windows in which they are asked about; none where no word has a token.</param>
public sealed record EncodedWords(string Text, IReadOnlyList<WordSpan> Words, IReadOnlyList<WordWindow> Windows)
{
    /// <summary>The windows as sequences.</summary>
    public IReadOnlyList<EncodedSequence> Sequences { get; } = [.. Windows.Select(window => new EncodedSequence(window.Ids, Truncated: false) { Rows = window.Rows })];

    /// <summary>The words that are asked about, window behind window: ascending.</summary>
    internal int[] Asked => [.. Windows.SelectMany(window => window.Words)];
}
