using System.Globalization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Speed;

/// <summary>The figures as people read them: a row for each comparison.</summary>
internal static class SpeedPage
{
    private static readonly Column<SpeedRow>[] Columns =
    [
        new("what", row => row.What, IsNumber: false),
        new("unit", row => row.Unit, IsNumber: false),
        new("Hone", row => Figure(Median.Of(row.Ours))),
        new("peer", Peer, IsNumber: false),
        new("its figure", row => row.Theirs is { } theirs ? Figure(Median.Of(theirs)) : "–"),
        new("**ratio**", row => row.Ratio is { } ratio ? $"**{Figure(ratio)}** ({Rounds(row)})" : "–"),
        new("goal", row => row.Goal?.ToString() ?? "–"),
        new("reached", row => row.Reached is { } reached ? reached ? "yes" : "no" : "–", IsNumber: false),
    ];

    /// <summary>All comparisons, in the order of the measurements.</summary>
    public static string Compose(IReadOnlyList<SpeedRow> rows) => MarkdownTable.Write(
        Columns, rows.OrderBy(row => SpeedBenchmark.All.TakeWhile(measurement => measurement.Name != row.Measurement).Count()));

    /// <summary>A comparison in a line.</summary>
    public static string Tell(SpeedRow row) =>
        $"{row.What}: {Figure(Median.Of(row.Ours))} {row.Unit}"
        + (row.Theirs is { } theirs ? $"; {row.Peer}: {Figure(Median.Of(theirs))}; ratio {Figure(row.Ratio!.Value)} ({Rounds(row)})" : row.Peer is { } peer ? $"; {peer} is missing" : string.Empty)
        + (row.Goal is { } goal ? $"; goal {goal}{(row.Reached is { } reached ? reached ? ", reached" : ", not reached" : string.Empty)}" : string.Empty);

    private static string Peer(SpeedRow row) => row.Peer is { } peer ? row.Theirs is null ? $"{peer} (missing)" : peer : "–";

    /// <summary>The lowest and the highest ratio of a round.</summary>
    private static string Rounds(SpeedRow row)
    {
        double[] ratios = [.. row.Ours.Zip(row.Theirs!, (ours, theirs) => ours / theirs)];
        return $"{Figure(ratios.Min())} to {Figure(ratios.Max())}";
    }

    /// <summary>Three digits that count.</summary>
    private static string Figure(double value) =>
        value == 0 || Math.Abs(value) >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);
}
