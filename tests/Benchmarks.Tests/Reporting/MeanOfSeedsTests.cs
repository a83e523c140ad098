using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Tests.Reporting;

public sealed class MeanOfSeedsTests
{
    [Fact]
    public void Of_EstimatesTheSpreadFromASample()
    {
        MeanOfSeeds mean = MeanOfSeeds.Of([1, 2, 3, 6]);

        Assert.Equal(3, mean.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(14.0 / 3), mean.Deviation!.Value, 1e-12);
    }

    [Fact]
    public void Of_KnowsNoSpread_OfASingleRun() => Assert.Null(MeanOfSeeds.Of([0.5]).Deviation);
}
