using System.Text;

namespace Hone.Api.Quickstart;

/// <summary>Prose that is put together piece by piece, with the names that are marked in it.</summary>
internal sealed class MarkedText
{
    private readonly StringBuilder text = new();
    private readonly List<Mention> mentions = [];

    /// <summary>How many UTF-16 units there are so far.</summary>
    public int Length => text.Length;

    /// <summary>Adds a piece.</summary>
    public void Append(string piece) => text.Append(piece);

    /// <summary>The text behind a place.</summary>
    public string From(int start) => text.ToString(start, text.Length - start);

    /// <summary>Says that the text behind a place is a mention.</summary>
    public void Mark(int start, string? label) => mentions.Add(new Mention(start, text.Length, label));

    /// <summary>The text with runs of white space as one blank and none at the ends, and where its mentions are now.</summary>
    public (string Text, IReadOnlyList<Mention> Mentions) Normalize()
    {
        StringBuilder normal = new(text.Length);
        int[] starts = new int[text.Length + 1]; // where what begins at a unit begins in the normal text
        int[] ends = new int[text.Length + 1];   // where what ends before a unit ends in the normal text
        for (int i = 0; i < text.Length; i++)
        {
            bool isBlank = char.IsWhiteSpace(text[i]);
            if (!isBlank && normal.Length > 0 && char.IsWhiteSpace(text[i - 1]))
            {
                normal.Append(' ');
            }

            starts[i] = normal.Length;
            if (!isBlank)
            {
                normal.Append(text[i]);
            }

            ends[i + 1] = normal.Length;
        }

        return (normal.ToString(), [.. mentions
            .Select(mention => mention with { Start = starts[mention.Start], End = ends[mention.End] })
            .Where(mention => mention.Start < mention.End)]);
    }
}
