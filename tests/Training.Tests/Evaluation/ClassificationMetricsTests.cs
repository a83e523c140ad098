using System.Text.Json;
using CsCheck;
using Hone.Domain;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class ClassificationMetricsTests
{
    private static readonly Gen<(int Labels, (int Gold, int Predicted)[] Examples)> Judged =
        Gen.Int[1, 6].SelectMany(labels => Gen.Select(Gen.Int[0, labels - 1], Gen.Int[0, labels - 1]).Array[1, 40].Select(examples => (labels, examples)));

    public static TheoryData<string> Cases => [.. ScikitLearn.Read().Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EqualsScikitLearn(string name)
    {
        ScikitLearn known = ScikitLearn.Read().Single(item => item.Name == name);

        ClassificationEvaluation evaluation = ClassificationMetrics.Compute(known.Gold, known.Predicted, Names(known.Labels));

        Assert.Equal(known.Accuracy, evaluation.Accuracy, 1e-12);
        AssertEqual(known.Micro, evaluation.Micro);
        AssertEqual(known.Macro, evaluation.Macro);
        AssertEqual(known.Weighted, evaluation.Weighted);
        Assert.Equal(known.Support, evaluation.Labels.Select(label => label.Support));
        Assert.Equal(known.Confusion, evaluation.ConfusionMatrix);
        foreach ((IReadOnlyList<double> expected, LabelEvaluation label) in known.PerLabel.Zip(evaluation.Labels))
        {
            AssertEqual(expected, new Averages(label.Precision, label.Recall, label.F1));
        }
    }

    [Fact]
    public void Compute_DoesNotDependOnTheOrderOfExamples() => Judged.Sample(judged =>
        Json(Compute(judged.Labels, judged.Examples)) == Json(Compute(judged.Labels, [.. judged.Examples.Reverse()])));

    [Fact]
    public void Compute_SwapsPrecisionAndRecall_WhenTruthAndPredictionAreSwapped() => Judged.Sample(judged =>
    {
        ClassificationEvaluation one = Compute(judged.Labels, judged.Examples);
        ClassificationEvaluation other = Compute(judged.Labels, [.. judged.Examples.Select(example => (example.Predicted, example.Gold))]);
        Assert.Equal(one.Macro with { Precision = one.Macro.Recall, Recall = one.Macro.Precision }, other.Macro);
        Assert.Equal(one.Accuracy, other.Accuracy);
    });

    [Fact]
    public void Compute_StaysBetweenZeroAndOne_AndIsOneExactlyWhenAllIsRight() => Judged.Sample(judged =>
    {
        ClassificationEvaluation evaluation = Compute(judged.Labels, judged.Examples);
        Assert.All(evaluation.ToMetrics().Values, value => Assert.InRange(value, 0, 1 + 1e-12));
        Assert.Equal(judged.Examples.All(example => example.Gold == example.Predicted), evaluation.ToMetrics().Values.All(value => value > 1 - 1e-12));
        Assert.Equal(judged.Examples.Length, evaluation.ConfusionMatrix!.Sum(row => row.Sum()));
    });

    [Fact]
    public void Compute_LeavesTheMatrixOut_WhenThereAreVeryManyLabels()
    {
        (int Gold, int Predicted)[] examples = [.. Enumerable.Range(0, 600).Select(i => (i % 300, i % 7 == 0 ? 0 : i % 300))];

        ClassificationEvaluation many = Compute(300, examples);

        Assert.Null(many.ConfusionMatrix);
        Assert.Equal(examples.Count(example => example.Gold == example.Predicted) / 600.0, many.Accuracy, 1e-12);
        Assert.Equal(600, many.Labels.Sum(label => label.Support));
    }

    [Fact]
    public void ToMetrics_NamesEveryNumberWithItsPrefix() => Assert.Equal(
        [
            "test/accuracy", "test/f1/macro", "test/f1/micro", "test/f1/weighted", "test/precision/macro", "test/precision/micro",
            "test/precision/weighted", "test/recall/macro", "test/recall/micro", "test/recall/weighted",
        ],
        Compute(2, [(0, 1), (1, 1)]).ToMetrics("test/").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Evaluation_SurvivesJson() => Judged.Sample(judged =>
    {
        string json = Json(Compute(judged.Labels, judged.Examples));
        return json == Json(JsonSerializer.Deserialize<ClassificationEvaluation>(json, HoneJson.Options)!);
    });

    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 0, 1 }, new[] { 0 })]
    [InlineData(new[] { 2 }, new[] { 0 })]
    [InlineData(new[] { 0 }, new[] { -1 })]
    public void Compute_Throws_WhenThereIsNothingToCompare(int[] gold, int[] predicted) =>
        Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute(gold, predicted, Names(2)));

    private static ClassificationEvaluation Compute(int labels, (int Gold, int Predicted)[] examples) =>
        ClassificationMetrics.Compute([.. examples.Select(example => example.Gold)], [.. examples.Select(example => example.Predicted)], Names(labels));

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(index => $"label {index}")];

    private static string Json(ClassificationEvaluation evaluation) => JsonSerializer.Serialize(evaluation, HoneJson.Options);

    private static void AssertEqual(IReadOnlyList<double> expected, Averages actual)
    {
        Assert.Equal(expected[0], actual.Precision, 1e-12);
        Assert.Equal(expected[1], actual.Recall, 1e-12);
        Assert.Equal(expected[2], actual.F1, 1e-12);
    }

    /// <summary>What scikit-learn 1.4 computes, <c>zero_division=0</c>; averages without a list of labels.</summary>
    private sealed record ScikitLearn(
        string Name,
        int Labels,
        IReadOnlyList<int> Gold,
        IReadOnlyList<int> Predicted,
        double Accuracy,
        IReadOnlyList<double> Micro,
        IReadOnlyList<double> Macro,
        IReadOnlyList<double> Weighted,
        IReadOnlyList<IReadOnlyList<double>> PerLabel,
        IReadOnlyList<long> Support,
        IReadOnlyList<IReadOnlyList<long>> Confusion)
    {
        public static IReadOnlyList<ScikitLearn> Read() => JsonSerializer.Deserialize<IReadOnlyList<ScikitLearn>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Golden", "scikit-learn.json")), HoneJson.Options)!;
    }
}
