using System.Text.Json;
using Hone.Domain;

namespace Hone.Api.Quickstart;

/// <summary>A sentence and the names that are marked in it.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Mentions">In the order of the text, none over another.</param>
internal sealed record MentionExample(string Text, IReadOnlyList<Mention> Mentions)
{
    /// <summary>A row of a data set for token classification; its offsets count code points.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new { text = Text, entities = Mentions.Select(mention => new { start = CodePointsBefore(mention.Start), end = CodePointsBefore(mention.End), label = mention.Label }) },
        HoneJson.Options);

    private int CodePointsBefore(int place) => Text[..place].EnumerateRunes().Count();
}
