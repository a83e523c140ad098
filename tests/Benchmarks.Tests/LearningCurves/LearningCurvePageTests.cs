using Hone.Benchmarks.LearningCurves;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Tests.LearningCurves;

public sealed class LearningCurvePageTests
{
    private readonly LearningCurveRow[] rows =
    [
        Measured("all", 345.6, StartingPoint.Pretrained, 1, 0.75),
        Measured("200", 180, StartingPoint.Pretrained, 1, 0.7),
        Measured("20", 20, StartingPoint.Pretrained, 1, 0.52),
        Measured("20", 20, StartingPoint.Pretrained, 2, 0.54),
        Measured("20", 20, StartingPoint.Scratch, 1, 0.40),
    ];

    [Fact]
    public void Compose_ComparesStartingPoints_FewExamplesFirst()
    {
        string page = LearningCurvePage.Compose(rows);

        string[] table = [.. page.Split('\n').Where(line => line.StartsWith('|')).Skip(2)];
        Assert.StartsWith("| 20 | **0.530** ± 0.014 | 0.400 | +0.130 |", table[0], StringComparison.Ordinal);
        Assert.StartsWith("| up to 200, 180 on average | **0.700** |", table[1], StringComparison.Ordinal);
        Assert.StartsWith("| all, 346 on average | **0.750** | – | – |", table[2], StringComparison.Ordinal);
        Assert.Contains($"]({LearningCurvePage.PictureName})", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_ShowsTheMeanOfSeeds()
    {
        string picture = LearningCurvePage.Draw(rows);

        Assert.Contains(">0.530<", picture, StringComparison.Ordinal);
        Assert.Contains(">0.750<", picture, StringComparison.Ordinal);
        Assert.Contains(">from scratch<", picture, StringComparison.Ordinal);
    }

    private static LearningCurveRow Measured(string point, double perLabel, StartingPoint start, long seed, double test) => new()
    {
        Point = point,
        Start = start,
        PerLabel = perLabel,
        Test = test,
        Validation = test,
        Epochs = 3,
        PretrainingSteps = 100,
        PretrainingMinutes = 1,
        Network = "encoder",
        MeasuredAt = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
        Machine = new Machine("a processor", 2, "an operating system", "a runtime", "libraries"),
        Seed = seed,
        Minutes = 2,
    };
}
