using System.Buffers;
using System.Text;

namespace Hone.Training.Text;

/// <summary>
/// Makes a text of words of which only the words are known: a blank between any two, but none between characters of scripts that are
/// written without (Chinese and Japanese), so that the text is what people would write, and what predictions are asked for.
/// </summary>
public static class SentenceText
{
    /// <summary>Joins the words of a sentence.</summary>
    /// <param name="words">The words; none is empty.</param>
    /// <returns>The text, and where each word stands in it.</returns>
    public static (string Text, WordSpan[] Words) Join(IReadOnlyList<string> words)
    {
        StringBuilder text = new();
        WordSpan[] spans = new WordSpan[words.Count];
        for (int i = 0; i < words.Count; i++)
        {
            if (i > 0 && !(EndsUnspaced(words[i - 1]) && BeginsUnspaced(words[i])))
            {
                text.Append(' ');
            }

            spans[i] = new WordSpan(text.Length, text.Length + words[i].Length);
            text.Append(words[i]);
        }

        return (text.ToString(), spans);
    }

    /// <summary>Whether a code point is one of an ideograph, of kana, or of the punctuation that goes with them.</summary>
    internal static bool IsUnspaced(int character) => character
        is (>= 0x3001 and <= 0x30FF) // punctuation, hiragana, katakana
        or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF00 and <= 0xFF9F) // full-width forms
        or (>= 0x20000 and <= 0x3FFFF);

    private static bool BeginsUnspaced(string word) =>
        Rune.DecodeFromUtf16(word, out Rune first, out _) == OperationStatus.Done && IsUnspaced(first.Value);

    private static bool EndsUnspaced(string word) =>
        Rune.DecodeLastFromUtf16(word, out Rune last, out _) == OperationStatus.Done && IsUnspaced(last.Value);
}
