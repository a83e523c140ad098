using System.Runtime.InteropServices;
using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>A text in the form of a vocabulary.</summary>
/// <param name="CodePoints">Its characters.</param>
/// <param name="Origins">For each of them the code point of the original text that it comes from.</param>
internal sealed record NormalizedText(List<int> CodePoints, List<int> Origins)
{
    /// <summary>The origin of what comes from nothing: its place is empty, at the beginning.</summary>
    public const int NoOrigin = -1;

    public static readonly NormalizedText Empty = new([], []);

    /// <summary>A text as it is; an unpaired surrogate becomes U+FFFD.</summary>
    public static NormalizedText Of(ReadOnlySpan<char> text)
    {
        NormalizedText read = new(new List<int>(text.Length), new List<int>(text.Length));
        foreach (Rune rune in text.EnumerateRunes())
        {
            read.Add(rune.Value, read.CodePoints.Count);
        }

        return read;
    }

    public void Add(int codePoint, int origin)
    {
        CodePoints.Add(codePoint);
        Origins.Add(origin);
    }

    /// <summary>The place in the original text of a stretch of this one.</summary>
    /// <param name="id">The token that the stretch is.</param>
    /// <param name="start">Its first character.</param>
    /// <param name="end">One past its last character.</param>
    public Token Locate(int id, int start, int end) => new(id, Math.Max(0, Origins[start]), Origins[end - 1] + 1);

    /// <summary>Its characters in UTF-16.</summary>
    public ReadOnlySpan<char> ToUtf16()
    {
        List<char> characters = new(CodePoints.Count);
        AppendTo(characters, origins: null);
        return CollectionsMarshal.AsSpan(characters);
    }

    /// <summary>Appends it in UTF-16.</summary>
    /// <param name="characters">What to append to.</param>
    /// <param name="origins">If given: for each character appended, the code point of the original text it comes from.</param>
    public void AppendTo(List<char> characters, List<int>? origins)
    {
        Span<char> units = stackalloc char[2];
        for (int i = 0; i < CodePoints.Count; i++)
        {
            int width = new Rune(CodePoints[i]).EncodeToUtf16(units);
            characters.AddRange(units[..width]);
            for (int unit = 0; origins is not null && unit < width; unit++)
            {
                origins.Add(Origins[i]);
            }
        }
    }
}
