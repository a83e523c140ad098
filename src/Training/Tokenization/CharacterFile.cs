using System.Globalization;

namespace Hone.Training.Tokenization;

/// <summary>The tables of characters that are part of the assembly: lines of words, code points in hexadecimal.</summary>
internal static class CharacterFile
{
    /// <summary>The words of each line that is not a comment.</summary>
    public static IEnumerable<string[]> ReadLines(string name)
    {
        using Stream resource = typeof(CharacterFile).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(resource);
        while (reader.ReadLine() is string line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line.Split(' ');
            }
        }
    }

    /// <summary>A code point, or all of an inclusive range.</summary>
    public static IEnumerable<int> ParseRange(string range)
    {
        string[] ends = range.Split('-');
        int first = ParseHexadecimal(ends[0]);
        return Enumerable.Range(first, ParseHexadecimal(ends[^1]) - first + 1);
    }

    /// <summary>One code point.</summary>
    public static int ParseHexadecimal(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
