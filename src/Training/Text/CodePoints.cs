namespace Hone.Training.Text;

/// <summary>Counts in Unicode code points, the unit of every length and offset that Hone gives.</summary>
internal static class CodePoints
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
}
