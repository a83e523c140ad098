using CsCheck;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class EntityMetricsTests
{
    private static readonly string[] Tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    private static readonly Gen<(string Gold, string Predicted)[][]> Sentences =
        Gen.Select(Gen.Int[0, Tags.Length - 1], Gen.Int[0, Tags.Length - 1], (gold, predicted) => (Tags[gold], Tags[predicted])).Array[0, 8].Array[1, 5];

    public static TheoryData<string> Cases => [.. GoldenMetrics.Read<IReadOnlyList<Case>>("entities.json").Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EqualsTheDefinition(string name)
    {
        Case known = GoldenMetrics.Read<IReadOnlyList<Case>>("entities.json").Single(known => known.Name == name);

        SpanEvaluation evaluation = EntityMetrics.Compute(known.Gold, known.Predicted);

        GoldenMetrics.AssertEqual(known.Micro, evaluation.Micro);
        GoldenMetrics.AssertEqual(known.Macro, evaluation.Macro);
        GoldenMetrics.AssertEqual(known.Weighted, evaluation.Weighted);
        Assert.Equal(known.Types, evaluation.Types.Select(type => type.Label));
        Assert.Equal(known.Support, evaluation.Types.Select(type => type.Support));
        Assert.All(known.PerType.Zip(evaluation.Types), pair => GoldenMetrics.AssertEqual(pair.First, pair.Second));
    }

    /// <summary>Where strict scoring differs from lenient; the first two are examples of seqeval's documentation.</summary>
    [Theory]
    [InlineData("O O O B-MISC I-MISC I-MISC O|B-PER I-PER O", "O O B-MISC I-MISC I-MISC I-MISC O|B-PER I-PER O", 0.5)]
    [InlineData("B-NP I-NP O", "I-NP I-NP O", 0)]
    [InlineData("O B-PER I-PER|O", "O B-PER I-PER|O", 1)]
    [InlineData("B-PER I-LOC", "B-PER O", 1)]
    [InlineData("O O", "O O", 0)]
    public void Compute_CountsOnlyWhatBegins(string gold, string predicted, double f1) => Assert.Equal(f1, EntityMetrics.Compute(Split(gold), Split(predicted)).Micro.F1, 1e-12);

    [Fact]
    public void Compute_IsOne_OfTheTruthItself() => Sentences.Sample(sentences =>
    {
        string[][] gold = [.. sentences.Select(sentence => sentence.Select(word => word.Gold).ToArray())];

        SpanEvaluation evaluation = EntityMetrics.Compute(gold, gold);

        double expected = gold.Any(tags => tags.Any(tag => tag[0] == 'B')) ? 1 : 0;
        Assert.All(evaluation.ToMetrics().Values, value => Assert.Equal(expected, value, 1e-12));
    });

    [Fact]
    public void Compute_DoesNotDependOnTheOrderOfSentences_AndSwapsPrecisionAndRecall() => Sentences.Sample(sentences =>
    {
        string[][] gold = [.. sentences.Select(sentence => sentence.Select(word => word.Gold).ToArray())];
        string[][] predicted = [.. sentences.Select(sentence => sentence.Select(word => word.Predicted).ToArray())];

        SpanEvaluation one = EntityMetrics.Compute(gold, predicted);
        SpanEvaluation reversed = EntityMetrics.Compute([.. gold.Reverse()], [.. predicted.Reverse()]);
        SpanEvaluation swapped = EntityMetrics.Compute(predicted, gold);

        Assert.Equal(one.ToMetrics(), reversed.ToMetrics());
        Assert.Equal(one.Micro with { Precision = one.Micro.Recall, Recall = one.Micro.Precision }, swapped.Micro);
    });

    [Fact]
    public void Compute_Throws_WhenThereIsNothingToCompare()
    {
        Assert.Throws<ArgumentException>(() => EntityMetrics.Compute([], []));
        Assert.Throws<ArgumentException>(() => EntityMetrics.Compute([["O"]], []));
        Assert.Throws<ArgumentException>(() => EntityMetrics.Compute([["O"]], [["O", "O"]]));
    }

    private static string[][] Split(string sentences) => [.. sentences.Split('|').Select(sentence => sentence.Split(' '))];

    private sealed record Case(
        string Name,
        IReadOnlyList<string[]> Gold,
        IReadOnlyList<string[]> Predicted,
        IReadOnlyList<string> Types,
        IReadOnlyList<IReadOnlyList<double>> PerType,
        IReadOnlyList<long> Support,
        IReadOnlyList<double> Micro,
        IReadOnlyList<double> Macro,
        IReadOnlyList<double> Weighted);
}
