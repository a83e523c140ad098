using System.Globalization;
using Hone.Benchmarks.Quality;
using Hone.Benchmarks.Reporting;
using Hone.Domain;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.LowRank;

/// <summary>Both strategies side by side.</summary>
internal static class LowRankPage
{
    private static readonly Column<IGrouping<StrategyKind, LowRankRow>>[] Columns =
    [
        new("strategy", rows => HoneJson.Name(rows.Key), IsNumber: false),
        new("**test accuracy**", rows => Show(MeanOfSeeds.Of(rows.Select(row => row.Test)))),
        new("validation", rows => rows.Average(row => row.Validation).ToString("F3", CultureInfo.InvariantCulture)),
        new("weights that learn", rows => rows.First().LearningParameters.ToString("N0", CultureInfo.InvariantCulture)),
        new("of all", rows => Invariant($"{100.0 * rows.First().LearningParameters / rows.First().Parameters:F1} %")),
        new("peak memory, MB", rows => (rows.Average(row => row.PeakBytes) / 1e6).ToString("F0", CultureInfo.InvariantCulture)),
        new("examples per second", rows => rows.Average(row => row.ExamplesPerSecond) is { } speed ? speed.ToString("N0", CultureInfo.InvariantCulture) : "–"),
        new("minutes", rows => rows.Average(row => row.Minutes).ToString("F1", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The table, and how each was learnt.</summary>
    public static string Compose(IReadOnlyList<LowRankRow> rows)
    {
        IGrouping<StrategyKind, LowRankRow>[] strategies = [.. rows.GroupBy(row => row.Strategy).OrderBy(group => group.Key)];
        LowRankRow newest = rows.MaxBy(row => row.MeasuredAt)!;
        return $"""
            {newest.Line}, all from one pretrained base. Test accuracy is the mean and standard deviation over seeds.

            {MarkdownTable.Write(Columns, strategies)}

            {string.Join('\n', strategies.Select(group => $"- {HoneJson.Name(group.Key)}: {RecipeText.Write(group.First().Recipe)}"))}
            """;
    }

    private static string Show(MeanOfSeeds mean) => Invariant($"**{mean.Mean:F3}**{(mean.Deviation is { } deviation ? Invariant($" ± {deviation:F3}") : "")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
