using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class RowMetricsTests
{
    private static readonly string[] Labels = ["a", "b", "c", "never"];
    private static readonly int[] Gold = [0, 0, 1, 1, 2, 2, 0, 1];
    private static readonly int[] Predicted = [0, 1, 1, 1, 2, 0, 0, 2];

    [Fact]
    public void Measure_OfAllRows_IsExactlyTheEvaluation_OfLabels()
    {
        IReadOnlyDictionary<string, double> expected = ClassificationMetrics.Compute(Gold, Predicted, Labels).ToMetrics();

        Assert.All(SampleRows.MeasureAll(DecisionRows.OfLabels(Gold, Predicted, Labels)), metric => Assert.Equal(expected[metric.Key], metric.Value));
    }

    [Fact]
    public void Measure_OfAllRows_IsExactlyTheEvaluation_OfLabelSets()
    {
        IReadOnlyList<int>[] gold = [[0], [], [0, 1], [2]];
        IReadOnlyList<int>[] predicted = [[0, 2], [], [1], [0]];
        IReadOnlyDictionary<string, double> expected = MultiLabelMetrics.Compute(gold, predicted, Labels).ToMetrics();

        Assert.All(SampleRows.MeasureAll(DecisionRows.OfLabelSets(gold, predicted, Labels)), metric => Assert.Equal(expected[metric.Key], metric.Value));
    }

    [Fact]
    public void Measure_OfAllRows_IsExactlyTheEvaluation_OfScores()
    {
        double[] gold = [1, 2, 3, 4, 4];
        double[] predicted = [0.1, 0.3, 0.2, 0.9, 0.5];
        IReadOnlyDictionary<string, double> expected = SimilarityEvaluation.Of(gold, predicted).ToMetrics();

        Assert.All(SampleRows.MeasureAll(new CorrelationRows(gold, predicted)), metric => Assert.Equal(expected[metric.Key], metric.Value));
        Assert.All(new CorrelationRows(gold, predicted).Measure([2]), metric => Assert.Equal(0, metric.Value));
    }

    [Fact]
    public void Measure_TakesARowAsOftenAsItComes()
    {
        int[] drawn = [0, 0, 5, 5, 5, 3];

        Assert.Equal(
            SampleRows.MeasureAll(DecisionRows.OfLabels([.. drawn.Select(row => Gold[row])], [.. drawn.Select(row => Predicted[row])], Labels)),
            DecisionRows.OfLabels(Gold, Predicted, Labels).Measure(drawn));
    }

    [Fact]
    public void Append_KeepsWhatIsMeasured_WhateverTheOrderOfTheOthersLabels()
    {
        DecisionRows one = DecisionRows.OfLabels(Gold, Predicted, Labels);
        DecisionRows turned = DecisionRows.OfLabels([.. Predicted.Select(label => 3 - label)], [.. Gold.Select(label => 3 - label)], [.. Labels.Reverse()]);
        RowMetrics both = one.Append(turned);

        Assert.Equal(SampleRows.MeasureAll(one), both.Measure(Enumerable.Range(0, Gold.Length).ToArray()));
        Assert.All(
            both.Measure(Enumerable.Range(Gold.Length, Gold.Length).ToArray()),
            metric => Assert.Equal(SampleRows.MeasureAll(turned)[metric.Key], metric.Value, 1e-12));
    }

    [Fact]
    public void Append_Refuses_WhatHasOtherMetrics() =>
        Assert.Throws<ArgumentException>(() => new MeanRows("loss", [1]).Append(new CorrelationRows([1], [1])));
}
