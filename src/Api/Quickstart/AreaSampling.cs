using Hone.Domain.Datasets;

namespace Hone.Api.Quickstart;

/// <summary>
/// Draws the data set of the quickstart from the documentation: summaries of types and members, labelled with the area (the first two
/// parts of the namespace) they belong to.
/// </summary>
/// <remarks>
/// Few training rows per label, as somebody who labels by hand would have, and many test rows, so that a difference between two models
/// means something. The types are dealt out first: what is tested is about other types than what is trained on. A text that two types
/// share, or that names its own area, is left out.
/// </remarks>
internal static class AreaSampling
{
    /// <summary>How many areas there are to tell apart: those with the most to choose from that can fill every part.</summary>
    public const int Areas = 20;

    /// <summary>Rows of each area to train on, as somebody who labels by hand would have.</summary>
    public const int TrainRows = 20;

    private const int MinimumLength = 40;

    /// <summary>Texts of one type that count when areas are compared, so that a few huge types do not make an area look varied.</summary>
    private const int MostPerType = 10;

    private static readonly DealtPart[] Parts = [new(SplitName.Train, TrainRows, 1), new(SplitName.Validation, 20, 1), new(SplitName.Test, 100, 2)];

    /// <summary>Draws the three parts.</summary>
    /// <param name="texts">The documentation.</param>
    /// <param name="trainRows">
    /// Rows of each area to train on, or as many as it has. Fewer are a part of more, and the other parts are the same for any number.
    /// </param>
    /// <exception cref="QuickstartException">There are not enough areas with enough texts.</exception>
    public static IReadOnlyDictionary<SplitName, IReadOnlyList<AreaExample>> Sample(IReadOnlyList<DocumentationText> texts, int trainRows = TrainRows)
    {
        List<(string Area, Dictionary<SplitName, List<string>> Rows)> areas =
        [
            .. SummariesByArea(texts)
                .OrderByDescending(area => area.Value.Values.Sum(summaries => Math.Min(summaries.Count, MostPerType)))
                .ThenBy(area => area.Key, StringComparer.Ordinal)
                .Select(area => (area.Key, area.Value, Rows: Dealing.Deal(area.Value, Parts, text => text)))
                .Where(area => Parts.All(part => area.Rows[part.Name].Count == part.Rows))
                .Take(Areas)
                .Select(area => (area.Key, new Dictionary<SplitName, List<string>>(area.Rows) { [SplitName.Train] = Train(area.Value, area.Rows, trainRows) })),
        ];
        if (areas.Count < Areas)
        {
            throw new QuickstartException($"The documentation found has enough summaries for {areas.Count} areas of the class library; {Areas} are needed.");
        }

        return Parts.ToDictionary(part => part.Name, IReadOnlyList<AreaExample> (part) =>
        [
            .. areas
                .SelectMany(area => area.Rows[part.Name].Select(text => new AreaExample(text, area.Area)))
                .OrderBy(example => TextKey.Shuffled(example.Text), StringComparer.Ordinal),
        ]);
    }

    /// <summary>Area → type → usable summaries.</summary>
    private static Dictionary<string, Dictionary<string, List<string>>> SummariesByArea(IReadOnlyList<DocumentationText> texts)
    {
        DeclaringTypes types = new(texts);
        var candidates = texts
            .Where(text => text.IsSummary)
            .Select(text => (text.Text, Key: TextKey.Of(text.Text), Type: types.OutermostOf(text.Member)))
            .Select(row => (row.Text, row.Key, row.Type, Area: AreaOf(row.Type)))
            .ToList();
        Dictionary<string, int> typesOfText = candidates.Select(row => (row.Key, row.Type)).Distinct().CountBy(row => row.Key).ToDictionary();
        return candidates
            .Where(row => row.Area is not null && row.Text.Length >= MinimumLength && typesOfText[row.Key] == 1)
            .Where(row => !row.Text.Contains(row.Area!, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(row => row.Key)
            .GroupBy(row => row.Area!)
            .ToDictionary(
                area => area.Key,
                area => area.GroupBy(row => row.Type).ToDictionary(type => type.Key, type => type.Select(row => row.Text).ToList()));
    }

    /// <summary>Rows to train on: of the types dealt to that part, and once these are used up of those from which no other part has a row.</summary>
    private static List<string> Train(Dictionary<string, List<string>> types, Dictionary<SplitName, List<string>> dealt, int rows)
    {
        HashSet<string> judged = [.. dealt[SplitName.Validation], .. dealt[SplitName.Test]];
        ILookup<SplitName, string> turns = Dealing.Turns(types.Keys, Parts);
        IEnumerable<string> spare = turns[SplitName.Validation].Concat(turns[SplitName.Test]).Where(type => !types[type].Exists(judged.Contains));
        return [.. Dealing.InTurn(types, turns[SplitName.Train], text => text).Concat(Dealing.InTurn(types, spare, text => text)).Take(rows)];
    }

    /// <summary>The first two parts of the namespace; null for what lies in none so deep, and for what is not of .NET.</summary>
    private static string? AreaOf(string type)
    {
        string[] parts = type.Split('.');
        return parts.Length >= 3 && parts[0] is "System" or "Microsoft" ? $"{parts[0]}.{parts[1]}" : null;
    }
}
