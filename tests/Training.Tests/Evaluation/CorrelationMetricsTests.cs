using CsCheck;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class CorrelationMetricsTests
{
    private static readonly Gen<(double Gold, double Predicted)[]> Scores = Gen.Select(Gen.Int[-5, 5].Select(i => i / 2.0), Gen.Double[-3, 3]).Array[2, 30];

    public static TheoryData<string> Cases => [.. GoldenMetrics.Read<IReadOnlyList<SciPy>>("correlation.json").Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Correlation_EqualsSciPy(string name)
    {
        SciPy known = GoldenMetrics.Read<IReadOnlyList<SciPy>>("correlation.json").Single(known => known.Name == name);

        SimilarityEvaluation evaluation = SimilarityEvaluation.Of(known.Gold, known.Predicted);

        Assert.Equal(known.Pearson, evaluation.Pearson, 1e-12);
        Assert.Equal(known.Spearman, evaluation.Spearman, 1e-12);
    }

    [Fact]
    public void Spearman_DoesNotChange_WhenScoresAreStretched() => Scores.Sample(scores =>
    {
        double[] gold = [.. scores.Select(pair => pair.Gold)];
        double[] predicted = [.. scores.Select(pair => pair.Predicted)];

        Assert.Equal(CorrelationMetrics.Spearman(gold, predicted), CorrelationMetrics.Spearman([.. gold.Select(Math.Exp)], predicted), 1e-9);
    });

    [Fact]
    public void Correlation_IsSymmetric_TurnsWithTheSign_AndIsOneWithItself() => Scores.Sample(scores =>
    {
        double[] gold = [.. scores.Select(pair => pair.Gold)];
        double[] predicted = [.. scores.Select(pair => pair.Predicted)];
        foreach (Func<IReadOnlyList<double>, IReadOnlyList<double>, double> correlation in new[] { CorrelationMetrics.Pearson, CorrelationMetrics.Spearman })
        {
            double value = correlation(gold, predicted);

            Assert.InRange(value, -1, 1);
            Assert.Equal(value, correlation(predicted, gold), 1e-9);
            Assert.Equal(-value, correlation([.. gold.Select(score => -score)], predicted), 1e-9);
            Assert.Equal(gold.Distinct().Count() > 1 ? 1 : 0, correlation(gold, gold), 1e-9);
        }
    });

    [Fact]
    public void Correlation_Throws_WhenThereIsNone()
    {
        Assert.Throws<ArgumentException>(() => CorrelationMetrics.Pearson([1], [1]));
        Assert.Throws<ArgumentException>(() => CorrelationMetrics.Spearman([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => CorrelationMetrics.Pearson([1, double.NaN], [1, 2]));
        Assert.Throws<ArgumentException>(() => CorrelationMetrics.Spearman([1, double.NaN], [1, 2]));
    }

    private sealed record SciPy(string Name, IReadOnlyList<double> Gold, IReadOnlyList<double> Predicted, double Pearson, double Spearman);
}
