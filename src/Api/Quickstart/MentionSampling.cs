using System.Text.RegularExpressions;
using Hone.Domain.Datasets;

namespace Hone.Api.Quickstart;

/// <summary>
/// Draws the second data set of the quickstart from the documentation: single sentences in which names of types, members, parameters and
/// keywords are marked.
/// </summary>
/// <remarks>
/// The types that the sentences are about are dealt out first. Of sentences that differ in nothing but the names in them, as documentation
/// repeats by the hundred, one is kept, and none that two types share. A sentence is left out where the markup does not tell what a name
/// is, or where what looks like a name is not marked.
/// </remarks>
internal static partial class MentionSampling
{
    private const int MinimumLength = 40;
    private const int MaximumLength = 250;

    private static readonly DealtPart[] Parts = [new(SplitName.Train, 400, 1), new(SplitName.Validation, 400, 1), new(SplitName.Test, 2000, 2)];

    /// <summary>Draws the three parts.</summary>
    /// <exception cref="QuickstartException">There are not enough sentences.</exception>
    public static IReadOnlyDictionary<SplitName, IReadOnlyList<MentionExample>> Sample(IReadOnlyList<DocumentationText> texts)
    {
        DeclaringTypes types = new(texts);
        var candidates = texts
            .Where(IsUsable)
            .Select(text => (Example: new MentionExample(text.Text, text.Mentions), Key: Template(text), Type: types.OutermostOf(text.Member)))
            .ToList();
        Dictionary<string, int> typesOfKey = candidates.Select(row => (row.Key, row.Type)).Distinct().CountBy(row => row.Key).ToDictionary();
        Dictionary<string, int> typesOfText = texts // also where it is not marked
            .Select(text => (Key: TextKey.Of(text.Text), Type: types.OutermostOf(text.Member)))
            .Distinct()
            .CountBy(row => row.Key)
            .ToDictionary();
        Dictionary<string, List<MentionExample>> byType = candidates
            .Where(row => typesOfKey[row.Key] == 1 && typesOfText[TextKey.Of(row.Example.Text)] == 1)
            .DistinctBy(row => row.Key)
            .DistinctBy(row => TextKey.Of(row.Example.Text))
            .GroupBy(row => row.Type)
            .ToDictionary(type => type.Key, type => type.Select(row => row.Example).ToList());
        Dictionary<SplitName, List<MentionExample>> dealt = Dealing.Deal(byType, Parts, example => example.Text);
        foreach (DealtPart part in Parts.Where(part => dealt[part.Name].Count < part.Rows))
        {
            throw new QuickstartException($"The documentation found has {dealt[part.Name].Count} sentences with marked names for {part.Name}; {part.Rows} are needed.");
        }

        return dealt.ToDictionary(part => part.Key, IReadOnlyList<MentionExample> (part) => part.Value);
    }

    /// <summary>A single sentence with marked names, all of them clear, and nothing unmarked that looks like a name.</summary>
    private static bool IsUsable(DocumentationText text)
    {
        if (text.Text.Length is < MinimumLength or > MaximumLength
            || text.Mentions.Count == 0
            || text.Text.Contains(". ", StringComparison.Ordinal)
            || text.Text[^1] != '.') // a sentence that does not end may be the beginning of another
        {
            return false;
        }

        int end = 0;
        foreach (Mention mention in text.Mentions)
        {
            if (mention.Label is null || mention.Start < end || !IsName(text.Text[mention.Start..mention.End]) || Touches(text.Text, mention))
            {
                return false;
            }

            end = mention.End;
        }

        return !LooksLikeName().IsMatch(Without(text, " "));
    }

    private static bool IsName(string mention) => mention.All(char.IsLetterOrDigit);

    /// <summary>Whether a letter or digit stands beside it, as in a plural.</summary>
    private static bool Touches(string text, Mention mention) =>
        (mention.Start > 0 && char.IsLetterOrDigit(text[mention.Start - 1])) || (mention.End < text.Length && char.IsLetterOrDigit(text[mention.End]));

    /// <summary>Equal for sentences that differ in nothing but the names in them, letter case, digits and punctuation.</summary>
    private static string Template(DocumentationText text) => TextKey.Of(Without(text, " "));

    /// <summary>The text with something else for each mention.</summary>
    private static string Without(DocumentationText text, string replacement)
    {
        string rest = text.Text;
        foreach (Mention mention in text.Mentions.Reverse())
        {
            rest = string.Concat(rest.AsSpan(0, mention.Start), replacement, rest.AsSpan(mention.End));
        }

        return rest;
    }

    /// <summary>A capital or an underscore inside a word, or a word of C#.</summary>
    [GeneratedRegex(@"\p{Ll}\p{Lu}|_|\b(true|false|null)\b")]
    private static partial Regex LooksLikeName();
}
