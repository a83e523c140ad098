using System.Text;

namespace Hone.Training.Text;

/// <summary>The beginning of a text, for people to know it again.</summary>
internal static class Excerpt
{
    /// <summary>UTF-16 code units that are shown.</summary>
    private const int Length = 120;

    /// <summary>The beginning of a text on one line: whatever is not to be seen is a blank, and many are one.</summary>
    public static string Of(string text)
    {
        StringBuilder shown = new(Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= Length)
            {
                return shown.Append('…').ToString();
            }

            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
            {
                shown.Append(rune);
            }
            else if (shown.Length > 0 && shown[^1] != ' ')
            {
                shown.Append(' ');
            }
        }

        return shown.ToString().TrimEnd();
    }
}
