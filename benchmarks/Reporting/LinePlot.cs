using System.Globalization;
using System.Xml.Linq;

namespace Hone.Benchmarks.Reporting;

/// <summary>Curves over a logarithmic axis, as a scalable picture (SVG 1.1) on a white ground.</summary>
internal sealed record LinePlot
{
    private const int Width = 720;
    private const int Height = 420;
    private const int Left = 86;
    private const int Right = 24;
    private const int Top = 48;
    private const int Bottom = 64;
    private const string Ink = "#24292f";
    private const string Grid = "#d8dee4";

    /// <summary>Told apart by people who do not tell red from green, and by their marks where there is no colour at all.</summary>
    private static readonly string[] Colours = ["#0550ae", "#bc4c00", "#6e7781"];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public required string Title { get; init; }

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required IReadOnlyList<PlotSeries> Series { get; init; }

    /// <summary>The picture; there is at least one point.</summary>
    public string Draw()
    {
        PlotPoint[] points = [.. Series.SelectMany(series => series.Points)];
        Axes axes = Axes.Around(points);
        XElement picture = new(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {Height}"),
            new XAttribute("width", Width),
            new XAttribute("height", Height),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", 13),
            new XAttribute("fill", Ink),
            new XElement(Svg + "title", Title),
            new XElement(Svg + "rect", new XAttribute("width", Width), new XAttribute("height", Height), new XAttribute("fill", "#ffffff")),
            Text(Title, Width / 2.0, 24, "middle", bold: true),
            HorizontalAxis(axes, points),
            VerticalAxis(axes),
            Series.Index().Select(series => Curve(axes, series.Item, series.Index)),
            Series.Index().Select(series => Legend(series.Item, series.Index, Series.Count - series.Index)));
        return picture + "\n";
    }

    private IEnumerable<XElement> HorizontalAxis(Axes axes, IEnumerable<PlotPoint> points)
    {
        foreach (double tick in points.Select(point => point.X).Distinct().Order())
        {
            yield return Line(axes.X(tick), Top, axes.X(tick), Height - Bottom, Grid);
            yield return Text(tick.ToString("#,0.##", CultureInfo.InvariantCulture), axes.X(tick), Height - Bottom + 20, "middle");
        }

        yield return Line(Left, Height - Bottom, Width - Right, Height - Bottom, Ink);
        yield return Text(XTitle, (Left + Width - Right) / 2.0, Height - 16, "middle");
    }

    private IEnumerable<XElement> VerticalAxis(Axes axes)
    {
        for (int tick = axes.LowestTick; tick <= axes.HighestTick; tick++)
        {
            double y = axes.Y(tick * axes.Step);
            yield return Line(Left, y, Width - Right, y, Grid);
            yield return Text((tick * axes.Step).ToString("#,0.####", CultureInfo.InvariantCulture), Left - 10, y + 4, "end");
        }

        yield return Line(Left, Top, Left, Height - Bottom, Ink);
        XElement title = Text(YTitle, 0, 0, "middle");
        title.SetAttributeValue("transform", $"translate(20 {Number((Top + Height - Bottom) / 2.0)}) rotate(-90)");
        yield return title;
    }

    private static IEnumerable<XElement> Curve(Axes axes, PlotSeries series, int index)
    {
        string path = string.Join(' ', series.Points.Select(point => $"{Number(axes.X(point.X))},{Number(axes.Y(point.Y))}"));
        yield return new XElement(
            Svg + "polyline", new XAttribute("points", path), new XAttribute("fill", "none"), new XAttribute("stroke", Colour(index)), new XAttribute("stroke-width", 2));
        foreach (PlotPoint point in series.Points)
        {
            double x = axes.X(point.X);
            yield return Line(x, axes.Y(point.Y - point.Deviation), x, axes.Y(point.Y + point.Deviation), Colour(index));
            yield return Mark(x, axes.Y(point.Y), index);
            yield return Text(Label(point.Y), x, axes.Y(point.Y) + (index == 0 ? -12 : 22), "middle", colour: Colour(index));
        }
    }

    private static IEnumerable<XElement> Legend(PlotSeries series, int index, int row)
    {
        double y = Height - Bottom + 2 - (22 * row);
        yield return Line(Width - Right - 220, y, Width - Right - 190, y, Colour(index));
        yield return Mark(Width - Right - 205, y, index);
        yield return Text(series.Name, Width - Right - 182, y + 4, "start");
    }

    /// <summary>A disc for the first curve, a square for others.</summary>
    private static XElement Mark(double x, double y, int index) => index == 0
        ? new XElement(Svg + "circle", new XAttribute("cx", Number(x)), new XAttribute("cy", Number(y)), new XAttribute("r", 4), new XAttribute("fill", Colour(index)))
        : new XElement(
            Svg + "rect",
            new XAttribute("x", Number(x - 4)),
            new XAttribute("y", Number(y - 4)),
            new XAttribute("width", 8),
            new XAttribute("height", 8),
            new XAttribute("fill", Colour(index)));

    private static XElement Line(double x1, double y1, double x2, double y2, string colour) => new(
        Svg + "line",
        new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)),
        new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)),
        new XAttribute("stroke", colour));

    private static XElement Text(string text, double x, double y, string anchor, bool bold = false, string colour = Ink) => new(
        Svg + "text",
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("text-anchor", anchor),
        new XAttribute("fill", colour),
        bold ? new XAttribute("font-weight", "bold") : null,
        text);

    private static string Colour(int index) => Colours[index % Colours.Length];

    /// <summary>Three decimals of a share, whole numbers where they are large.</summary>
    private static string Label(double value) => value.ToString(Math.Abs(value) < 1 ? "F3" : Math.Abs(value) < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>From values to places in the picture.</summary>
    private sealed record Axes(double Leftmost, double Rightmost, double Step, int LowestTick, int HighestTick)
    {
        private const int MostTicks = 8;
        private static readonly int[] Steps = [1, 2, 5, 10];

        public static Axes Around(IReadOnlyList<PlotPoint> points)
        {
            double left = Math.Log(points.Min(point => point.X));
            double right = Math.Log(points.Max(point => point.X));
            double room = Math.Max(0.5, 0.08 * (right - left));
            double lowest = Math.Max(0, points.Min(point => point.Y - point.Deviation));
            double highest = points.Max(point => point.Y + point.Deviation);
            double step = StepFor(highest - lowest, highest);
            int tick = (int)Math.Floor(lowest / step);
            return new Axes(left - room, right + room, step, tick, Math.Max(tick + 1, (int)Math.Ceiling(highest / step)));
        }

        public double X(double value) => Left + ((Width - Left - Right) * (Math.Log(value) - Leftmost) / (Rightmost - Leftmost));

        public double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * ((value / Step) - LowestTick) / (HighestTick - LowestTick));

        /// <summary>One, two or five times a power of ten; where all values are alike, such that an axis around them still tells them from nothing.</summary>
        private static double StepFor(double span, double highest)
        {
            double least = Math.Max(span, highest > 0 ? highest / 10 : 1) / MostTicks;
            double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
            return power * Steps.First(factor => factor * power >= least);
        }
    }
}
