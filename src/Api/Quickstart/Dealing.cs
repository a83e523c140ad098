using Hone.Domain.Datasets;

namespace Hone.Api.Quickstart;

/// <summary>Deals what was said of types out among the parts of a data set, so that no type is in two of them.</summary>
internal static class Dealing
{
    /// <summary>Deals the types out, then takes from each type in turn until a part is full.</summary>
    /// <param name="types">Type → what there is of it.</param>
    /// <param name="parts">The parts to fill.</param>
    /// <param name="text">The text of a row, which decides its place.</param>
    public static Dictionary<SplitName, List<TRow>> Deal<TRow>(Dictionary<string, List<TRow>> types, IReadOnlyList<DealtPart> parts, Func<TRow, string> text)
    {
        ILookup<SplitName, string> turns = Turns(types.Keys, parts);
        return parts.ToDictionary(part => part.Name, List<TRow> (part) => [.. InTurn(types, turns[part.Name], text).Take(part.Rows)]);
    }

    /// <summary>The types that are dealt to each part.</summary>
    public static ILookup<SplitName, string> Turns(IEnumerable<string> types, IReadOnlyList<DealtPart> parts)
    {
        SplitName[] turns = [.. parts.SelectMany(part => Enumerable.Repeat(part.Name, part.Share))];
        return types
            .OrderBy(TextKey.Shuffled, StringComparer.Ordinal)
            .Select((type, index) => (Type: type, Part: turns[index % turns.Length]))
            .ToLookup(dealt => dealt.Part, dealt => dealt.Type);
    }

    /// <summary>A row of each of some types, then another of each, and so on.</summary>
    public static IEnumerable<TRow> InTurn<TRow>(Dictionary<string, List<TRow>> types, IEnumerable<string> some, Func<TRow, string> text) => some
        .SelectMany(type => types[type].OrderBy(row => TextKey.Shuffled(text(row)), StringComparer.Ordinal).Select((row, turn) => (row, turn)))
        .OrderBy(dealt => dealt.turn)
        .Select(dealt => dealt.row);
}
