using System.Xml.Linq;
using Hone.Benchmarks.Reporting;
using Hone.Benchmarks.Scaling;

namespace Hone.Benchmarks.Tests.Scaling;

public sealed class ScalingPageTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly ScalingRow[] Rows = [Row(ScalingFigure.Sizes, "wider", 2), Row(ScalingFigure.Sizes, "wider", 1), Row(ScalingFigure.Sizes, "deeper", 1), Row(ScalingFigure.Load, "small", 1)];

    [Fact]
    public void Draw_HasTheCurvesOfItsFigureAlone_EachFromLeftToRight()
    {
        XElement[] curves = [.. XElement.Parse(ScalingPage.Draw(ScalingFigure.Sizes, Rows)).Elements(Svg + "polyline")];

        Assert.Equal([2, 1], curves.Select(curve => curve.Attribute("points")!.Value.Split(' ').Length));
        double[] across = [.. curves[0].Attribute("points")!.Value.Split(' ').Select(point => double.Parse(point.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(across.Order(), across);
    }

    [Fact]
    public void Compose_ShowsThePicturesThatThereArePointsFor()
    {
        string page = ScalingPage.Compose(Rows);

        Assert.Contains(ScalingFigure.Sizes.PictureName, page, StringComparison.Ordinal);
        Assert.DoesNotContain(ScalingFigure.Threads.PictureName, page, StringComparison.Ordinal);
    }

    private static ScalingRow Row(ScalingFigure figure, string curve, double step) => new()
    {
        Figure = figure.Name,
        Curve = curve,
        Step = step,
        Y = 10 * step,
        MeasuredAt = DateTime.UnixEpoch,
        Machine = Machine.Describe(),
        Seed = 1,
        Minutes = 1,
    };
}
