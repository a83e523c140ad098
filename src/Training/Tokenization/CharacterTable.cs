namespace Hone.Training.Tokenization;

/// <summary>
/// The Unicode properties normalization depends on, from <c>characters.txt</c>. They are the project's own copy because
/// <see cref="string.Normalize()"/> does nothing in a process without ICU, and because a vocabulary outlives a Unicode version.
/// </summary>
internal static class CharacterTable
{
    private const int CodePoints = 0x110000;
    private const int HangulBase = 0xAC00;
    private const int HangulCount = 11172;

    private static readonly CharacterKind[] Kinds = new CharacterKind[CodePoints];
    private static readonly Dictionary<int, int[]> Bases = [];
    private static readonly HashSet<int> Combining = [];

    static CharacterTable()
    {
        foreach (string[] words in CharacterFile.ReadLines("characters.txt"))
        {
            Read(words);
        }

        for (int codePoint = 0; codePoint < CodePoints; codePoint++)
        {
            if (IsChinese(codePoint))
            {
                Kinds[codePoint] = CharacterKind.Isolated;
            }
        }

        Kinds.AsSpan(0xD800, 0x800).Fill(CharacterKind.Surrogate);
    }

    /// <summary>The kind of every code point, before accents are stripped.</summary>
    public static ReadOnlySpan<CharacterKind> All => Kinds;

    /// <summary>The characters that have an entry in the table of bases; Hangul syllables have one by rule.</summary>
    public static IEnumerable<int> WithBases => Bases.Keys;

    /// <summary>The blocks that BERT splits into single characters: CJK ideographs, not kana or Hangul.</summary>
    public static bool IsChinese(int codePoint) => codePoint is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Whether a <c>StripAccents</c> normalizer leaves a character out: any mark, where BERT's rules leave out non-spacing ones.</summary>
    public static bool IsCombining(int codePoint) => Kinds[codePoint] == CharacterKind.Mark || Combining.Contains(codePoint);

    /// <summary>Writes what is left of a character after canonical decomposition without its marks.</summary>
    /// <returns>How many code points were written: 1 to 3.</returns>
    public static int StripAccents(int codePoint, Span<int> bases)
    {
        if (codePoint < 0x80)
        {
            bases[0] = codePoint;
            return 1;
        }

        int syllable = codePoint - HangulBase;
        if ((uint)syllable < HangulCount)
        {
            bases[0] = 0x1100 + (syllable / 588);
            bases[1] = 0x1161 + (syllable % 588 / 28);
            bases[2] = 0x11A7 + (syllable % 28);
            return syllable % 28 == 0 ? 2 : 3;
        }

        if (Bases.TryGetValue(codePoint, out int[]? known))
        {
            known.CopyTo(bases);
            return known.Length;
        }

        bases[0] = codePoint;
        return 1;
    }

    private static void Read(string[] words)
    {
        if (words[0] == "base")
        {
            int[] bases = [.. words[1].Split('.').Select(CharacterFile.ParseHexadecimal)];
            foreach (int codePoint in words[2..].SelectMany(CharacterFile.ParseRange))
            {
                Bases.Add(codePoint, bases);
            }

            return;
        }

        if (words[0] == "combining")
        {
            Combining.UnionWith(words[1..].SelectMany(CharacterFile.ParseRange));
            return;
        }

        CharacterKind kind = words[0] switch
        {
            "dropped" => CharacterKind.Dropped,
            "space" => CharacterKind.Space,
            "punctuation" => CharacterKind.Isolated,
            "mark" => CharacterKind.Mark,
            _ => throw new InvalidDataException($"characters.txt: '{words[0]}' is not a kind."),
        };
        foreach (int codePoint in words[1..].SelectMany(CharacterFile.ParseRange))
        {
            Kinds[codePoint] = kind;
        }
    }
}
