using Hone.Benchmarks.Quality;
using Hone.Training.Evaluation;

namespace Hone.Benchmarks.Tests.Quality;

public sealed class MarginTests
{
    [Fact]
    public void OfShare_IsTheNormalApproximation() => Assert.Equal(0.098, Margin.OfShare(0.5, 100), 1e-4);

    [Theory]
    [InlineData(0.3, 0.4)]
    [InlineData(0.9, 0.2)]
    [InlineData(0.95, 0.95)]
    public void OfF1_IsTheSpreadOfF1_OverCountsDrawnAgain(double precision, double recall)
    {
        const int Spans = 2000;
        Random random = new(1);
        (double right, double spurious, double missed) = (recall * Spans, recall * Spans * (1 - precision) / precision, (1 - recall) * Spans);
        double[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => F1(Poisson(right), Poisson(spurious), Poisson(missed)))];
        double mean = drawn.Average();
        double deviation = Math.Sqrt(drawn.Average(value => (value - mean) * (value - mean)));

        Averages averages = new(precision, recall, F1(right, spurious, missed));

        Assert.InRange(Margin.OfF1(averages, Spans) / (1.96 * deviation), 0.93, 1.07);

        static double F1(double right, double spurious, double missed) => 2 * right / ((2 * right) + spurious + missed);

        // The normal distribution that is closest to Poisson's at such counts.
        double Poisson(double expected) => expected + (Math.Sqrt(expected) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    [Fact]
    public void OfF1_IsNothing_WhereNothingWasFound() => Assert.Equal(0, Margin.OfF1(new Averages(0, 0, 0), 10));
}
