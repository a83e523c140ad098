using System.Globalization;
using System.Text;

namespace Hone.Training.Text;

/// <summary>
/// Divides a text of which no words are given: letters, digits and marks that stand together are a word; every ideograph, kana,
/// punctuation mark and symbol is one by itself.
/// </summary>
internal static class WordSegmentation
{
    /// <summary>The words of a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cuts">Places in the text, ascending, where a word ends in any case.</param>
    public static List<WordSpan> Split(string text, IReadOnlyList<int> cuts)
    {
        List<WordSpan> words = [];
        int start = -1;
        int cut = 0;
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            while (cut < cuts.Count && cuts[cut] < i)
            {
                cut++;
            }

            bool joins = IsPartOfWord(rune);
            if (start >= 0 && (!joins || (cut < cuts.Count && cuts[cut] == i)))
            {
                words.Add(new WordSpan(start, i));
                start = -1;
            }

            if (joins)
            {
                start = start < 0 ? i : start;
            }
            else if (!Rune.IsWhiteSpace(rune))
            {
                words.Add(new WordSpan(i, i + length));
            }

            i += length;
        }

        if (start >= 0)
        {
            words.Add(new WordSpan(start, text.Length));
        }

        return words;
    }

    private static bool IsPartOfWord(Rune rune) => !SentenceText.IsUnspaced(rune.Value) && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
