using System.Globalization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Quality;

/// <summary>The figures as people read them: a row for each goal, and below how each line was learnt.</summary>
internal static class QualityPage
{
    private static readonly Column<Line>[] Columns =
    [
        new("line", line => line.Newest.Line, IsNumber: false),
        new("metric", line => line.Goal.Title, IsNumber: false),
        new("goal", line => Share(line.Goal.Value)),
        new("**test**", line => $"**{Share(line.Test.Mean)}**{Spread(line.Test.Deviation)}"),
        new("95 % for its size", line => $"± {Share(line.Margin)}"),
        new("validation", line => Share(line.Validation)),
        new("pretraining, min", line => line.Newest.PretrainingMinutes == 0 ? "–" : Fixed(line.Newest.PretrainingMinutes)),
        new("fine-tuning, min", line => Fixed(line.Rows.Average(row => row.Minutes))),
        new("parameters", line => (line.Newest.Parameters / 1e6).ToString("F2", CultureInfo.InvariantCulture) + " M"),
        new("network", line => line.Newest.Network, IsNumber: false),
        new("peer", line => line.Peer is { } peer ? $"{Share(peer.Accuracy)} in {Fixed(peer.Minutes)} min" : line.HasPeer ? "not asked" : "–"),
        new("reached", line => line.Test.Mean >= line.Goal.Value ? "yes" : "no", IsNumber: false),
    ];

    /// <summary>All lines, in the order of their table in code.</summary>
    public static string Compose(IReadOnlyList<QualityRow> rows)
    {
        Line[] lines =
        [
            .. rows
                .GroupBy(row => row.Line)
                .OrderBy(group => QualityLines.IndexOf(group.Key))
                .SelectMany(group => (QualityLines.All.FirstOrDefault(line => line.Name == group.Key)?.Goals ?? []).Select(goal => new Line(goal, [.. group.OrderBy(row => row.Seed)])))
                .Where(line => line.Rows.All(row => row.Results.Any(result => result.Metric == line.Goal.Metric))),
        ];
        return $"""
            {MarkdownTable.Write(Columns, lines)}

            {string.Join("\n\n", lines.GroupBy(line => line.Newest.Line).Select(group => Explain([.. group])))}
            """;
    }

    private static string Explain(Line[] lines)
    {
        QualityRow newest = lines[0].Newest;
        string seeds = string.Join("; ", lines.Select(line => $"{line.Goal.Title} {string.Join(", ", line.Rows.Select(row => $"{Share(line.Of(row).Test)} (seed {row.Seed})"))}"));
        string tried = lines.Any(line => line.Test.Mean < line.Goal.Value) && QualityLines.All.First(line => line.Name == newest.Line).Tried is { } text ? $"\n\n{text}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"**{newest.Line}**, {newest.Rows[0]:N0} / {newest.Rows[1]:N0} / {newest.Rows[2]:N0} rows: {RecipeText.Write(newest.Recipe)}. {seeds}.{tried}");
    }

    private static string Spread(double? deviation) => deviation is { } value ? $" ± {Share(value)}" : "";

    private static string Share(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Fixed(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A goal and the rows of its line, one for each seed.</summary>
    private sealed record Line(QualityGoal Goal, IReadOnlyList<QualityRow> Rows)
    {
        public QualityRow Newest => Rows.MaxBy(row => row.MeasuredAt)!;

        public MeanOfSeeds Test => MeanOfSeeds.Of(Rows.Select(row => Of(row).Test));

        public double Margin => Rows.Average(row => Of(row).Margin);

        public double Validation => Rows.Average(row => Of(row).Validation);

        public bool HasPeer => Goal.Metric == TfidfPeer.Metric;

        public PeerResult? Peer => HasPeer ? Newest.Peer : null;

        public QualityResult Of(QualityRow row) => row.Results.First(result => result.Metric == Goal.Metric);
    }
}
