using System.Runtime.InteropServices;

namespace Hone.Training.Segmentation;

/// <summary>The stretches of a corpus that are written without spaces, as numbers of their characters with <see cref="Boundary"/> between.</summary>
internal sealed class UnspacedSample
{
    /// <summary>What stands between two stretches, and at both ends.</summary>
    public const int Boundary = -1;

    /// <summary>From so many characters words are learnt, whatever else a corpus holds.</summary>
    private const int EnoughCharacters = 10_000;

    /// <summary>From fewer, words are learnt where at least this part of the text is written without spaces.</summary>
    private const double EnoughOfText = 0.01;

    private readonly List<int> units = [Boundary];
    private readonly List<string> names = [];
    private long characters;
    private long unspaced;

    private UnspacedSample()
    {
    }

    /// <summary>The characters, numbered by their first occurrence.</summary>
    public ReadOnlySpan<int> Units => CollectionsMarshal.AsSpan(units);

    /// <summary>How many different characters there are.</summary>
    public int Different => names.Count;

    /// <summary>
    /// Whether the texts are of such scripts rather than of a few quoted words: what could be learnt from these would say nothing of the language, and a model of English
    /// would carry a list of words for it.
    /// </summary>
    public bool IsEnough => unspaced >= EnoughCharacters || (unspaced > 0 && unspaced >= EnoughOfText * characters);

    /// <summary>Reads texts until there are enough characters.</summary>
    public static UnspacedSample Read(IEnumerable<string> texts, int most, CancellationToken cancellationToken)
    {
        UnspacedSample sample = new();
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sample.characters += text.Length;
            if (text.AsSpan().ContainsAnyExceptInRange('\0', '\u0DFF'))
            {
                sample.Add(text, most, lookup);
            }

            if (sample.units.Count >= most)
            {
                break;
            }
        }

        return sample;
    }

    /// <summary>The text of some neighbouring characters.</summary>
    public string Text(int start, int length) => string.Concat(units[start..(start + length)].Select(unit => names[unit]));

    private void Add(string text, int most, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numbers)
    {
        WordScanner scanner = new(text);
        while (scanner.Next() && units.Count < most)
        {
            if (scanner.Script == UnspacedScript.None)
            {
                continue;
            }

            List<int> cuts = WordSegmenter.Cut(scanner.Piece);
            for (int i = 1; i < cuts.Count; i++)
            {
                ReadOnlySpan<char> unit = scanner.Piece[cuts[i - 1]..cuts[i]];
                if (!numbers.TryGetValue(unit, out int number))
                {
                    number = names.Count;
                    names.Add(unit.ToString());
                    numbers[unit] = number;
                }

                units.Add(number);
                unspaced++;
            }

            units.Add(Boundary);
        }
    }
}
