using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Brings text into the form of a vocabulary before it is cut: accents stripped, then letters lower-cased, as asked. It gives what
/// Hugging Face's normalizers <c>NFD</c>, <c>StripAccents</c> and <c>Lowercase</c> give in this order.
/// </summary>
/// <param name="lowercase">Whether letters are lower-cased.</param>
/// <param name="stripAccents">Whether characters are decomposed and combining marks left out, vowel signs of Indic scripts among them.</param>
internal sealed class TextNormalizer(bool lowercase, bool stripAccents)
{
    /// <summary>The most code points one can become.</summary>
    public const int MostFolded = 3;

    private const int CapitalIWithDot = 0x130;

    /// <summary>Whether letters are lower-cased.</summary>
    public bool Lowercase => lowercase;

    /// <summary>Whether combining marks are left out.</summary>
    public bool StripAccents => stripAccents;

    /// <summary>Whether it leaves every text as it is.</summary>
    public bool IsIdentity => !lowercase && !stripAccents;

    /// <summary>Appends the normal form of a text; an unpaired surrogate becomes U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="normalized">What to append to.</param>
    /// <param name="origins">If given: for each character appended, the code point of <paramref name="text"/> it comes from.</param>
    public void Normalize(ReadOnlySpan<char> text, List<char> normalized, List<int>? origins)
    {
        Span<int> folded = stackalloc int[MostFolded];
        Span<char> characters = stackalloc char[2];
        int index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int count = Fold(rune.Value, folded);
            foreach (int codePoint in folded[..count])
            {
                int width = new Rune(codePoint).EncodeToUtf16(characters);
                normalized.AddRange(characters[..width]);
                for (int i = 0; origins is not null && i < width; i++)
                {
                    origins.Add(index);
                }
            }

            index++;
        }
    }

    /// <summary>Writes the normal form of one code point.</summary>
    /// <param name="codePoint">A code point that is not a surrogate.</param>
    /// <param name="folded">Room for <see cref="MostFolded"/>.</param>
    /// <returns>How many code points were written; 0 where nothing is left.</returns>
    public int Fold(int codePoint, Span<int> folded)
    {
        int count = 1;
        folded[0] = codePoint;
        if (stripAccents)
        {
            int written = CharacterTable.StripAccents(codePoint, folded);
            count = 0;
            foreach (int part in folded[..written])
            {
                if (!CharacterTable.IsCombining(part))
                {
                    folded[count++] = part;
                }
            }
        }

        if (!lowercase)
        {
            return count;
        }

        for (int i = 0; i < count; i++)
        {
            folded[i] = Rune.ToLowerInvariant(new Rune(folded[i])).Value;
        }

        if (count == 1 && folded[0] == CapitalIWithDot)
        {
            // The one letter whose lower case is two characters; invariant casing leaves it alone.
            folded[0] = 'i';
            folded[count++] = 0x307;
        }

        return count;
    }
}
