using System.Globalization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.LearningCurves;

/// <summary>The curve as a table and as a picture.</summary>
internal static class LearningCurvePage
{
    /// <summary>The file of the picture, beside the page.</summary>
    public const string PictureName = "pretraining-pays.svg";

    private static readonly Column<Line>[] Columns =
    [
        new("examples of each label", line => line.Label),
        new("**pretrained**", line => line.Show(StartingPoint.Pretrained, bold: true)),
        new("from scratch", line => line.Show(StartingPoint.Scratch, bold: false)),
        new("difference", line => line.Difference is { } difference ? difference.ToString("+0.000;−0.000", CultureInfo.InvariantCulture) : "–"),
        new("epochs", line => line.ShowEpochs()),
        new("minutes", line => line.ShowMinutes()),
    ];

    /// <summary>The table, with the picture above it.</summary>
    public static string Compose(IReadOnlyList<LearningCurveRow> rows)
    {
        LearningCurveRow newest = rows.MaxBy(row => row.MeasuredAt)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ![Test accuracy by the number of labelled examples, from a pretrained base and from scratch]({PictureName})

            {newest.Network}, pretrained with {newest.PretrainingSteps:N0} steps in {newest.PretrainingMinutes:F1} minutes. Test accuracy, mean and standard deviation over seeds.

            {MarkdownTable.Write(Columns, Lines(rows))}
            """);
    }

    /// <summary>The picture.</summary>
    public static string Draw(IReadOnlyList<LearningCurveRow> rows) => new LinePlot
    {
        Title = "What pretraining brings",
        XTitle = "labelled examples of each label (logarithmic)",
        YTitle = "test accuracy",
        Series =
        [
            Curve("from the pretrained base", StartingPoint.Pretrained, rows),
            Curve("from scratch", StartingPoint.Scratch, rows),
        ],
    }.Draw();

    private static PlotSeries Curve(string name, StartingPoint start, IReadOnlyList<LearningCurveRow> rows) => new(
        name,
        [
            .. rows.Where(row => row.Start == start).GroupBy(row => row.Point).Select(group =>
            {
                MeanOfSeeds test = MeanOfSeeds.Of(group.Select(row => row.Test));
                return new PlotPoint(group.First().PerLabel, test.Mean, test.Deviation ?? 0);
            }).OrderBy(point => point.X),
        ]);

    private static IEnumerable<Line> Lines(IReadOnlyList<LearningCurveRow> rows) =>
        rows.GroupBy(row => row.Point).Select(group => new Line(group.Key, [.. group])).OrderBy(line => line.PerLabel);

    private sealed record Line(string Point, IReadOnlyList<LearningCurveRow> Rows)
    {
        public double PerLabel => Rows[0].PerLabel;

        /// <summary>Not every area has as many as are asked for.</summary>
        public string Label
        {
            get
            {
                string average = PerLabel.ToString("F0", CultureInfo.InvariantCulture);
                return average == Point ? Point : $"{(Point == "all" ? Point : $"up to {Point}")}, {average} on average";
            }
        }

        public double? Difference => Test(StartingPoint.Pretrained)?.Mean - Test(StartingPoint.Scratch)?.Mean;

        public string Show(StartingPoint start, bool bold) => Test(start) is { } test
            ? string.Create(CultureInfo.InvariantCulture, $"{(bold ? "**" : "")}{test.Mean:F3}{(bold ? "**" : "")}{(test.Deviation is { } deviation ? $" ± {deviation:F3}" : "")}")
            : "–";

        public string ShowEpochs() => Both(start => Of(start).Select(row => row.Epochs.ToString(CultureInfo.InvariantCulture)).FirstOrDefault());

        public string ShowMinutes() => Both(start => Of(start).Any() ? Of(start).Average(row => row.Minutes).ToString("F1", CultureInfo.InvariantCulture) : null);

        private MeanOfSeeds? Test(StartingPoint start) => Of(start).Any() ? MeanOfSeeds.Of(Of(start).Select(row => row.Test)) : null;

        private IEnumerable<LearningCurveRow> Of(StartingPoint start) => Rows.Where(row => row.Start == start);

        private static string Both(Func<StartingPoint, string?> show) => $"{show(StartingPoint.Pretrained) ?? "–"} / {show(StartingPoint.Scratch) ?? "–"}";
    }
}
