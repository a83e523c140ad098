using Hone.Training.Text;

namespace Hone.Training.Tokenization;

/// <summary>Encodes texts whose words are asked about one by one. Any number of threads may use it.</summary>
/// <param name="tokenizer">Cuts a text into tokens.</param>
/// <param name="maxLength">The longest sequence, special tokens included.</param>
public sealed class WordEncoder(Tokenizer tokenizer, int maxLength)
{
    /// <summary>The longest sequence, special tokens included.</summary>
    public int MaxLength => maxLength;

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words in order, not overlapping.</param>
    public TokenizedWords Read(string text, IReadOnlyList<WordSpan> words) => new(tokenizer, text, words, Math.Max(1, maxLength - 2));

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words in order, not overlapping.</param>
    /// <returns>Every word once, unless no token is made of it, as of control characters.</returns>
    public IReadOnlyList<WordWindow> Encode(string text, IReadOnlyList<WordSpan> words) => Read(text, words).Windows();
}
