using System.Globalization;
using System.Xml.Linq;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Tests.Reporting;

public sealed class LinePlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly XElement picture = XElement.Parse(new LinePlot
    {
        Title = "A < B & so on",
        XTitle = "across",
        YTitle = "up",
        Series = [new("first", [new(20, 0.4, 0.05), new(50, 0.55, 0), new(900, 0.8, 0.01)]), new("second", [new(20, 0.3, 0)])],
    }.Draw());

    [Fact]
    public void Draw_PutsEveryPointIntoThePicture_TheHigherTheMore()
    {
        double[] width = [.. picture.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
        (double X, double Y)[] points = [.. picture.Elements(Svg + "polyline").First().Attribute("points")!.Value.Split(' ').Select(pair => (Number(pair.Split(',')[0]), Number(pair.Split(',')[1])))];

        Assert.Equal(3, points.Length);
        Assert.All(points, point => Assert.InRange(point.X, 0, width[2]));
        Assert.All(points, point => Assert.InRange(point.Y, 0, width[3]));
        Assert.Equal(points.OrderBy(point => point.X), points);
        Assert.Equal(points.OrderByDescending(point => point.Y), points);
    }

    [Fact]
    public void Draw_NamesAxesAndCurves_OnAWhiteGround()
    {
        string[] texts = [.. picture.Elements(Svg + "text").Select(text => text.Value)];

        Assert.Superset(new HashSet<string> { "A < B & so on", "across", "up", "first", "second", "20", "900", "0.4", "0.800" }, texts.ToHashSet());
        Assert.Equal("#ffffff", picture.Elements(Svg + "rect").First().Attribute("fill")!.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4595)]
    [InlineData(12_345)]
    public void Draw_MakesSenseOfASinglePoint(double value)
    {
        string drawn = new LinePlot { Title = "", XTitle = "", YTitle = "", Series = [new("only", [new(20, value, 0)])] }.Draw();

        Assert.DoesNotContain("NaN", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", drawn, StringComparison.Ordinal);
        Assert.InRange(XElement.Parse(drawn).Elements(Svg + "line").Count(), 3, 20);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
