using CsCheck;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class MultiLabelMetricsTests
{
    private const int Labels = 4;

    private static readonly Gen<int[]> Set = Gen.Bool.Array[Labels].Select(has => Enumerable.Range(0, Labels).Where(label => has[label]).ToArray());

    private static readonly Gen<(int[] Gold, int[] Predicted)[]> Judged = Gen.Select(Set, Set).Array[1, 20];

    public static TheoryData<string> Cases => [.. GoldenMetrics.Read<IReadOnlyList<ScikitLearn>>("multi-label.json").Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EqualsScikitLearn(string name)
    {
        ScikitLearn known = GoldenMetrics.Read<IReadOnlyList<ScikitLearn>>("multi-label.json").Single(known => known.Name == name);

        MultiLabelEvaluation evaluation = MultiLabelMetrics.Compute(known.Gold, known.Predicted, Names(known.Labels));

        Assert.Equal(known.SubsetAccuracy, evaluation.SubsetAccuracy, 1e-12);
        GoldenMetrics.AssertEqual(known.Micro, evaluation.Micro);
        GoldenMetrics.AssertEqual(known.Macro, evaluation.Macro);
        GoldenMetrics.AssertEqual(known.Weighted, evaluation.Weighted);
        GoldenMetrics.AssertEqual(known.Samples, evaluation.Samples);
        Assert.Equal(known.Support, evaluation.Labels.Select(label => label.Support));
        Assert.All(known.PerLabel.Zip(evaluation.Labels), pair => GoldenMetrics.AssertEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Compute_OfOneLabelEach_IsThatOfClassification() => Gen.Select(Gen.Int[0, Labels - 1], Gen.Int[0, Labels - 1]).Array[1, 30].Sample(judged =>
    {
        MultiLabelEvaluation many = MultiLabelMetrics.Compute([.. judged.Select(one => new[] { one.Item1 })], [.. judged.Select(one => new[] { one.Item2 })], Names(Labels));
        ClassificationEvaluation one = ClassificationMetrics.Compute([.. judged.Select(one => one.Item1)], [.. judged.Select(one => one.Item2)], Names(Labels));

        Assert.Equal(one.Accuracy, many.SubsetAccuracy, 1e-12);
        Assert.Equal(one.Micro.F1, many.Micro.F1, 1e-12);
        Assert.Equal(one.Weighted.F1, many.Weighted.F1, 1e-12);
        Assert.Equal(one.Labels, many.Labels);
    });

    [Fact]
    public void Compute_SwapsPrecisionAndRecall_WhenTruthAndPredictionAreSwapped() => Judged.Sample(judged =>
    {
        MultiLabelEvaluation one = Compute(judged);
        MultiLabelEvaluation other = Compute([.. judged.Select(pair => (pair.Predicted, pair.Gold))]);

        Assert.Equal(one.Samples.Precision, other.Samples.Recall, 1e-12);
        Assert.Equal(one.Micro with { Precision = one.Micro.Recall, Recall = one.Micro.Precision }, other.Micro);
    });

    [Fact]
    public void ToMetrics_NamesEveryNumberWithItsPrefix()
    {
        IReadOnlyDictionary<string, double> metrics = Compute([([0], [1]), ([2], [2])]).ToMetrics("test/");

        Assert.Equal(13, metrics.Count);
        Assert.Equal(0.5, metrics["test/accuracy"]);
        Assert.Equal(0.5, metrics["test/f1/samples"]);
    }

    [Fact]
    public void Compute_Throws_WhenThereIsNothingToCompare()
    {
        Assert.Throws<ArgumentException>(() => Compute([]));
        Assert.Throws<ArgumentException>(() => MultiLabelMetrics.Compute([[0]], [], Names(Labels)));
        Assert.Throws<ArgumentException>(() => Compute([([0, 0], [0])]));
        Assert.Throws<ArgumentException>(() => Compute([([0], [Labels])]));
    }

    private static MultiLabelEvaluation Compute((int[] Gold, int[] Predicted)[] judged) =>
        MultiLabelMetrics.Compute([.. judged.Select(one => one.Gold)], [.. judged.Select(one => one.Predicted)], Names(Labels));

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(index => $"label {index}")];

    private sealed record ScikitLearn(
        string Name,
        int Labels,
        IReadOnlyList<int[]> Gold,
        IReadOnlyList<int[]> Predicted,
        double SubsetAccuracy,
        IReadOnlyList<double> Micro,
        IReadOnlyList<double> Macro,
        IReadOnlyList<double> Weighted,
        IReadOnlyList<double> Samples,
        IReadOnlyList<IReadOnlyList<double>> PerLabel,
        IReadOnlyList<long> Support);
}
