namespace Hone.Training.Tokenization;

/// <summary>
/// What the Unicode normalization forms (UAX #15) need to know of characters, from <c>normalization.txt</c>: in a process without ICU
/// .NET normalizes ASCII alone.
/// </summary>
internal static class NormalizationTable
{
    private const int CodePoints = 0x110000;
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trails = 0x11A7; // one before the first: none
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    private static readonly byte[] Classes = new byte[CodePoints];
    private static readonly Dictionary<int, int[]> Canonical = [];
    private static readonly Dictionary<int, int[]> Compatible = [];
    private static readonly Dictionary<(int First, int Second), int> Composed = [];
    private static readonly bool[] IsSecond = new bool[CodePoints];

    static NormalizationTable()
    {
        HashSet<int> excluded = [];
        foreach (string[] words in CharacterFile.ReadLines("normalization.txt"))
        {
            switch (words[0])
            {
                case "class":
                    byte combiningClass = byte.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
                    foreach (int codePoint in words[2..].SelectMany(CharacterFile.ParseRange))
                    {
                        Classes[codePoint] = combiningClass;
                    }

                    break;
                case "canonical" or "compatible":
                    ReadParts(words[0] == "canonical" ? Canonical : Compatible, words[1..]);
                    break;
                case "excluded":
                    excluded.UnionWith(words[1..].SelectMany(CharacterFile.ParseRange));
                    break;
                default:
                    throw new InvalidDataException($"normalization.txt: '{words[0]}' is not known.");
            }
        }

        foreach ((int codePoint, int[] parts) in Canonical)
        {
            if (parts.Length == 2 && !excluded.Contains(codePoint))
            {
                Composed.Add((parts[0], parts[1]), codePoint);
                IsSecond[parts[1]] = true;
            }
        }

        IsSecond.AsSpan(Vowels, VowelCount).Fill(true);
        IsSecond.AsSpan(Trails + 1, TrailCount - 1).Fill(true);
        (int Table, int CodePoint, int[] Parts)[] whole =
        [
            .. Canonical.Keys.Select(codePoint => (0, codePoint, Whole(codePoint, compatible: false).ToArray())),
            .. Canonical.Keys.Concat(Compatible.Keys).Select(codePoint => (1, codePoint, Whole(codePoint, compatible: true).ToArray())),
        ];
        foreach ((int table, int codePoint, int[] parts) in whole)
        {
            (table == 0 ? Canonical : Compatible)[codePoint] = parts;
        }
    }

    /// <summary>The canonical combining class: in which order marks stand; 0 for what is no mark.</summary>
    public static byte CombiningClass(int codePoint) => Classes[codePoint];

    /// <summary>Whether a form leaves a character as it is, whatever stands beside it.</summary>
    public static bool IsInert(int codePoint, bool compatible, bool compose) =>
        codePoint < 0x80 || (Classes[codePoint] == 0 && !(compose && IsSecond[codePoint]) && IsWhole(codePoint, compatible, compose));

    /// <summary>Takes a character apart, to the end; the parts are not yet in order.</summary>
    /// <returns>The parts, or nothing where there are none.</returns>
    public static ReadOnlySpan<int> Decompose(int codePoint, bool compatible, Span<int> room)
    {
        int syllable = codePoint - Syllables;
        if ((uint)syllable < SyllableCount)
        {
            room[0] = Leads + (syllable / (VowelCount * TrailCount));
            room[1] = Vowels + (syllable % (VowelCount * TrailCount) / TrailCount);
            room[2] = Trails + (syllable % TrailCount);
            return room[..(syllable % TrailCount == 0 ? 2 : 3)];
        }

        return (compatible ? Compatible : Canonical).GetValueOrDefault(codePoint);
    }

    /// <summary>The character that two make, or -1.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - Leads) < LeadCount && (uint)(second - Vowels) < VowelCount)
        {
            return Syllables + ((((first - Leads) * VowelCount) + second - Vowels) * TrailCount);
        }

        if ((uint)(first - Syllables) < SyllableCount && (first - Syllables) % TrailCount == 0 && second > Trails && second < Trails + TrailCount)
        {
            return first + second - Trails;
        }

        return Composed.GetValueOrDefault((first, second), -1);
    }

    private static bool IsWhole(int codePoint, bool compatible, bool compose)
    {
        if ((uint)(codePoint - Syllables) < SyllableCount)
        {
            // A syllable without a trailing consonant takes one that follows; the consonant is not inert, so this may be left out here.
            return compose;
        }

        ReadOnlySpan<int> parts = (compatible ? Compatible : Canonical).GetValueOrDefault(codePoint);
        return parts.IsEmpty || (compose && parts.Length == 2 && Compose(parts[0], parts[1]) == codePoint);
    }

    private static IEnumerable<int> Whole(int codePoint, bool compatible)
    {
        int[]? parts = Canonical.GetValueOrDefault(codePoint) ?? (compatible ? Compatible.GetValueOrDefault(codePoint) : null);
        return parts is null ? [codePoint] : parts.SelectMany(part => Whole(part, compatible));
    }

    private static void ReadParts(Dictionary<int, int[]> table, string[] entries)
    {
        foreach (string entry in entries)
        {
            string[] sides = entry.Split('=');
            table.Add(CharacterFile.ParseHexadecimal(sides[0]), [.. sides[1].Split('.').Select(CharacterFile.ParseHexadecimal)]);
        }
    }
}
