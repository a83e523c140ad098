using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Scaling;

/// <summary>The curves as pictures.</summary>
internal static class ScalingPage
{
    /// <summary>The pictures that there are points for, one below the other.</summary>
    public static string Compose(IReadOnlyList<ScalingRow> rows) =>
        string.Join("\n\n", ScalingFigure.All.Where(figure => rows.Any(row => row.Figure == figure.Name)).Select(figure => $"![{figure.Title}: {figure.YTitle} by {figure.XTitle}]({figure.PictureName})"));

    /// <summary>The picture; there is at least one point of it.</summary>
    public static string Draw(ScalingFigure figure, IReadOnlyList<ScalingRow> rows) => new LinePlot
    {
        Title = figure.Title,
        XTitle = figure.XTitle,
        YTitle = figure.YTitle,
        Series =
        [
            .. rows.Where(row => row.Figure == figure.Name)
                .GroupBy(row => row.Curve)
                .Select(curve => new PlotSeries(curve.Key, [.. curve.OrderBy(row => row.Step).Select(row => new PlotPoint(row.Step, row.Y, Deviation: 0))])),
        ],
    }.Draw();
}
