using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class BootstrapTests
{
    private const int Resamples = 300;

    public static TheoryData<string> Kinds => [.. SampleRows.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Intervals_ContainTheEstimate_AndLieAroundIt(string kind)
    {
        RowMetrics rows = SampleRows.Of(kind, count: 400, seed: 1);
        Dictionary<string, double> estimates = SampleRows.MeasureAll(rows);

        IReadOnlyDictionary<string, ConfidenceInterval> intervals = Bootstrap.Intervals(rows, Resamples, seed: 7);

        Assert.Equal(estimates.Keys.Order(), intervals.Keys.Order());
        Assert.All(intervals, interval =>
        {
            Assert.InRange(estimates[interval.Key], interval.Value.Low, interval.Value.High);
            Assert.True(interval.Value.Low < interval.Value.High);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Intervals_AreTheSame_WithTheSameSeedAlone(string kind)
    {
        RowMetrics rows = SampleRows.Of(kind, count: 50, seed: 1);

        Assert.Equal(Bootstrap.Intervals(rows, Resamples, seed: 7), Bootstrap.Intervals(rows, Resamples, seed: 7));
        Assert.NotEqual(Bootstrap.Intervals(rows, Resamples, seed: 7), Bootstrap.Intervals(rows, Resamples, seed: 8));
    }

    [Fact]
    public void Intervals_OfWhatIsTheSameInEveryRow_AreAPoint()
    {
        CombinedRows rows = new(new MeanRows("loss", [.. Enumerable.Repeat(0.1, 30)]), DecisionRows.OfLabels([.. new int[30]], [.. new int[30]], ["yes", "no"]));

        IReadOnlyDictionary<string, ConfidenceInterval> intervals = Bootstrap.Intervals(rows, Resamples, seed: 1);

        Assert.Equal(0.1, intervals["loss"].Low, 1e-12);
        Assert.All(intervals.Values, interval => Assert.Equal(interval.Low, interval.High, 1e-12));
        Assert.Equal(new ConfidenceInterval(1, 1), intervals["f1/macro"]);
    }

    [Fact]
    public void Intervals_OfAMean_AreThoseOfTheNormalDistribution()
    {
        // Of 10,000 rows half are right: the standard error of the mean is 0.5 / 100.
        MeanRows rows = new("accuracy", [.. Enumerable.Range(0, 10_000).Select(row => row % 2.0)]);

        ConfidenceInterval interval = Bootstrap.Intervals(rows, resamples: 1000, seed: 1)["accuracy"];

        Assert.Equal(0.5 - (1.96 * 0.005), interval.Low, 0.0015);
        Assert.Equal(0.5 + (1.96 * 0.005), interval.High, 0.0015);
    }

    [Fact]
    public void Percentiles_AreInterpolatedAsByNumPy() =>
        Assert.Equal(new ConfidenceInterval(0.25, 9.75), ConfidenceInterval.Of([10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])); // numpy.percentile(range(11), [2.5, 97.5])
}
