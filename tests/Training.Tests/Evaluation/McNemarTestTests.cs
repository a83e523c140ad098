using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class McNemarTestTests
{
    /// <summary>By hand: twice the sum of the binomial coefficients up to the smaller count, over two to the power of both.</summary>
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(0, 5, 2 / 32.0)]
    [InlineData(1, 9, 2 * (1 + 10) / 1024.0)]
    [InlineData(9, 1, 2 * (1 + 10) / 1024.0)]
    [InlineData(2, 8, 2 * (1 + 10 + 45) / 1024.0)]
    public void P_IsThatOfTheBinomialDistribution(int onlyFirst, int onlySecond, double expected)
    {
        bool[] first = [.. Enumerable.Repeat(true, onlyFirst), .. Enumerable.Repeat(false, onlySecond), true, true, false];
        bool[] second = [.. Enumerable.Repeat(false, onlyFirst), .. Enumerable.Repeat(true, onlySecond), true, true, false];

        McNemarTest test = McNemarTest.Of(first, second);

        Assert.Equal((onlyFirst, onlySecond), (test.OnlyFirst, test.OnlySecond));
        Assert.Equal(expected, test.P, 1e-12);
    }

    [Fact]
    public void P_IsANumber_WhenThereAreMoreRowsThanADoubleHasExponents()
    {
        bool[] first = [.. Enumerable.Range(0, 10_000).Select(row => row % 2 == 0)];

        Assert.Equal(1, McNemarTest.Of(first, [.. first.Select(right => !right)]).P, 1e-9);
        Assert.InRange(McNemarTest.Of(first, new bool[10_000]).P, 0, 1e-300);
    }
}
