using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Cuts text into words and brings each into the form of the vocabulary, by the rules of BERT: controls are dropped, words end at
/// white space, punctuation and Chinese characters stand alone; then, as asked, accents are stripped and letters lower-cased.
/// The marks that it leaves out are not put in order first; what is left is the same.
/// </summary>
internal sealed class BertNormalizer
{
    /// <summary>A longer word, in code points after normalization, is unknown as a whole.</summary>
    public const int MaximumWordLength = 100;

    /// <summary>Room for any word that is not too long, and for what one more character can expand to.</summary>
    public const int BufferLength = (2 * MaximumWordLength) + 8;

    private const int CapitalIWithDot = 0x130;

    private readonly CharacterKind[] kinds;

    public BertNormalizer(bool lowercase, bool stripAccents)
    {
        Lowercase = lowercase;
        StripAccents = stripAccents;
        kinds = CharacterTable.All.ToArray();
        if (stripAccents)
        {
            Span<int> bases = stackalloc int[3];
            foreach (int codePoint in CharacterTable.WithBases)
            {
                // 'not equal' loses its stroke and becomes '=', a symbol; no character becomes a symbol and something else.
                CharacterTable.StripAccents(codePoint, bases);
                kinds[codePoint] = CharacterTable.All[bases[0]] == CharacterKind.Isolated ? CharacterKind.Isolated : kinds[codePoint];
            }
        }

        kinds.AsSpan().Replace(CharacterKind.Mark, stripAccents ? CharacterKind.Dropped : CharacterKind.Letter);
    }

    public bool Lowercase { get; }

    public bool StripAccents { get; }

    /// <summary>Finds the next word at or after <paramref name="position"/>. Characters that are dropped may stand inside it.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="position">Where to look from; set to the end of the word that was found.</param>
    /// <param name="word">The word, not yet normalized.</param>
    /// <returns>Whether there was one.</returns>
    public bool NextWord(ReadOnlySpan<char> text, ref int position, out ReadOnlySpan<char> word)
    {
        while (position < text.Length)
        {
            int start = position;
            switch (Read(text, ref position, out _))
            {
                case CharacterKind.Isolated:
                    word = text[start..position];
                    return true;
                case CharacterKind.Letter:
                    SkipWord(text, ref position);
                    word = text[start..position];
                    return true;
            }
        }

        word = [];
        return false;
    }

    /// <summary>Writes a word in the form of the vocabulary.</summary>
    /// <param name="word">A word found by <see cref="NextWord"/>.</param>
    /// <param name="normalized">At least <see cref="BufferLength"/> long.</param>
    /// <param name="origins">Empty, or as long as <paramref name="normalized"/>: for each character written, the code point of the word it comes from.</param>
    /// <param name="end">One past the last code point of the word that was not dropped.</param>
    /// <returns>How many characters were written, or -1 where the word is longer than <see cref="MaximumWordLength"/>.</returns>
    public int Normalize(ReadOnlySpan<char> word, Span<char> normalized, Span<int> origins, out int end)
    {
        Span<int> bases = stackalloc int[3];
        int written = 0;
        int length = 0;
        end = 0;
        int position = 0;
        for (int index = 0; position < word.Length; index++)
        {
            if (Read(word, ref position, out int codePoint) is not (CharacterKind.Letter or CharacterKind.Isolated))
            {
                continue;
            }

            end = index + 1;
            int count = Fold(codePoint, bases);
            length += count;
            for (int i = 0; i < count && length <= MaximumWordLength; i++)
            {
                int width = new Rune(bases[i]).EncodeToUtf16(normalized[written..]);
                if (!origins.IsEmpty)
                {
                    origins.Slice(written, width).Fill(index);
                }

                written += width;
            }
        }

        return length > MaximumWordLength ? -1 : written;
    }

    private int Fold(int codePoint, Span<int> folded)
    {
        int count = 1;
        folded[0] = codePoint;
        if (StripAccents)
        {
            count = CharacterTable.StripAccents(codePoint, folded);
        }

        if (Lowercase)
        {
            for (int i = 0; i < count; i++)
            {
                folded[i] = Rune.ToLowerInvariant(new Rune(folded[i])).Value;
            }

            if (folded[0] == CapitalIWithDot)
            {
                // The one letter whose lower case is two characters; invariant casing leaves it alone.
                folded[0] = 'i';
                folded[count++] = 0x307;
            }
        }

        return count;
    }

    private void SkipWord(ReadOnlySpan<char> text, ref int position)
    {
        while (position < text.Length)
        {
            int next = position;
            if (Read(text, ref next, out _) is CharacterKind.Space or CharacterKind.Isolated)
            {
                return;
            }

            position = next;
        }
    }

    /// <summary>Reads one code point; an unpaired surrogate reads as U+FFFD.</summary>
    private CharacterKind Read(ReadOnlySpan<char> text, ref int position, out int codePoint)
    {
        codePoint = text[position++];
        CharacterKind kind = kinds[codePoint];
        if (kind != CharacterKind.Surrogate)
        {
            return kind;
        }

        if (position < text.Length && char.IsSurrogatePair((char)codePoint, text[position]))
        {
            codePoint = char.ConvertToUtf32((char)codePoint, text[position++]);
            return kinds[codePoint];
        }

        codePoint = Rune.ReplacementChar.Value;
        return CharacterKind.Dropped;
    }
}
