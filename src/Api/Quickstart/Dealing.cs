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
        List<string> order = [.. types.Keys.OrderBy(TextKey.Shuffled, StringComparer.Ordinal)];
        SplitName[] turns = [.. parts.SelectMany(part => Enumerable.Repeat(part.Name, part.Share))];
        return parts.ToDictionary(part => part.Name, List<TRow> (part) =>
        [
            .. order
                .Where((_, index) => turns[index % turns.Length] == part.Name)
                .SelectMany(type => types[type].OrderBy(row => TextKey.Shuffled(text(row)), StringComparer.Ordinal).Select((row, turn) => (row, turn)))
                .OrderBy(dealt => dealt.turn)
                .Select(dealt => dealt.row)
                .Take(part.Rows),
        ]);
    }
}
