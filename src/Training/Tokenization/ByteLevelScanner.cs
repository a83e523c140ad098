using System.Globalization;
using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Cuts text into words as GPT-2 does, without leaving anything out. It gives the matches of the regular expression
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, where classes are those of Unicode 16.
/// </summary>
internal static class ByteLevelScanner
{
    private enum CharacterClass : byte
    {
        Other,
        Letter,
        Number,
        Space,
    }

    /// <summary>Takes the word that begins at <paramref name="position"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where the word begins; set to its end.</param>
    /// <param name="word">The word; a space before it is part of it.</param>
    /// <returns>Whether there was one: not at the end of the text.</returns>
    public static bool NextWord(ReadOnlySpan<char> text, ref int position, out ReadOnlySpan<char> word)
    {
        int length = position < text.Length ? WordLength(text[position..]) : 0;
        word = text.Slice(position, length);
        position += length;
        return length > 0;
    }

    private static int WordLength(ReadOnlySpan<char> rest)
    {
        int contraction = ContractionLength(rest);
        if (contraction > 0)
        {
            return contraction;
        }

        int space = rest[0] == ' ' ? 1 : 0;
        if (space < rest.Length)
        {
            CharacterClass kind = Classify(rest[space..], out _);
            if (kind != CharacterClass.Space)
            {
                return space + RunLength(rest[space..], kind);
            }
        }

        // The last space before a word belongs to the word, where it can.
        int run = RunLength(rest, CharacterClass.Space);
        return run > 1 && run < rest.Length ? run - 1 : run;
    }

    private static int ContractionLength(ReadOnlySpan<char> rest) => rest switch
    {
        ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };

    private static int RunLength(ReadOnlySpan<char> rest, CharacterClass kind)
    {
        int length = 0;
        while (length < rest.Length && Classify(rest[length..], out int width) == kind)
        {
            length += width;
        }

        return length;
    }

    /// <summary>The class of the first character; an unpaired surrogate is classified as U+FFFD.</summary>
    private static CharacterClass Classify(ReadOnlySpan<char> rest, out int width)
    {
        char first = rest[0];
        width = 1;
        if (char.IsAscii(first))
        {
            return char.IsAsciiLetter(first) ? CharacterClass.Letter
                : char.IsAsciiDigit(first) ? CharacterClass.Number
                : char.IsWhiteSpace(first) ? CharacterClass.Space
                : CharacterClass.Other;
        }

        _ = Rune.DecodeFromUtf16(rest, out Rune rune, out width);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
            _ => Rune.IsWhiteSpace(rune) ? CharacterClass.Space : CharacterClass.Other,
        };
    }
}
