namespace Hone.Training.Text;

/// <summary>Counts in Unicode code points, the unit of every length and offset that Hone gives.</summary>
public static class CodePoints
{
    /// <summary>How many code points a text has; an unpaired surrogate counts as one.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        int high;
        while ((high = text.IndexOfAnyInRange('\uD800', '\uDBFF')) >= 0)
        {
            bool paired = high + 1 < text.Length && char.IsLowSurrogate(text[high + 1]);
            count -= paired ? 1 : 0;
            text = text[(high + (paired ? 2 : 1))..];
        }

        return count;
    }

    /// <summary>The UTF-16 code unit at which each code point of a text begins, and after them the text's length.</summary>
    public static int[] Starts(string text)
    {
        int[] starts = new int[Count(text) + 1];
        for (int i = 0, point = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            starts[point++] = i;
        }

        starts[^1] = text.Length;
        return starts;
    }
}
