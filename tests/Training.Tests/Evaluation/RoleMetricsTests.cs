using Hone.Training.Evaluation;
using Hone.Training.Text;

namespace Hone.Training.Tests.Evaluation;

public sealed class RoleMetricsTests
{
    [Fact]
    public void Compute_EqualsTheScorerOfConll2005()
    {
        Scored known = GoldenMetrics.Read<Scored>("roles.json");

        RoleEvaluation evaluation = RoleMetrics.Compute([.. known.Sentences.Select(one => one.Gold)], [.. known.Sentences.Select(one => one.Predicted)]);

        AssertEqual(known.Overall, evaluation.Arguments.Micro);
        Assert.Equal(known.Perfect, evaluation.PerfectPredicates, 5e-5); // the scorer prints two digits of the percentage
        Assert.Equal(known.PerRole.Keys.Order(StringComparer.Ordinal), evaluation.Arguments.Types.Select(role => role.Label));
        Assert.All(evaluation.Arguments.Types, role =>
        {
            long[] counts = known.PerRole[role.Label];
            AssertEqual(counts, new Averages(role.Precision, role.Recall, role.F1));
            Assert.Equal(counts[0] + counts[2], role.Support);
        });
    }

    [Theory]
    [InlineData("B-A0 B-V B-A1 O B-C-A1", "B-A0 B-V B-A1 O B-C-A1", 2, 2, 2)]
    [InlineData("B-A0 B-V B-A1 O B-C-A1", "B-A0 B-V B-A1 O O", 1, 2, 2)] // all pieces or nothing
    [InlineData("B-A0 B-V B-A1 O O", "B-A0 B-V B-C-A1 O O", 2, 2, 2)] // what continues nothing is an argument by itself
    [InlineData("B-A0 B-V O B-R-A0 O", "B-A0 B-V O B-A0 O", 1, 2, 2)] // a reference is another role
    [InlineData("B-V B-C-V O O O", "B-V O O O O", 0, 0, 0)] // the predicate is no argument
    public void Compute_ComparesWholeArguments(string gold, string predicted, int right, int support, int given)
    {
        RoleEvaluation evaluation = RoleMetrics.Compute([[Frame(0, gold)]], [[Frame(0, predicted)]]);

        Assert.Equal(Averages.Of(right, support, given), evaluation.Arguments.Micro);
    }

    [Fact]
    public void Compute_MissesTheArgumentsOfAMissedPredicate_AndPassesOverThoseOfAWrongOne()
    {
        RoleEvaluation evaluation = RoleMetrics.Compute([[Frame(1, "B-A0 B-V O"), Frame(2, "B-A1 O B-V")]], [[Frame(0, "B-V B-A0 O"), Frame(1, "B-A0 B-V O")]]);

        Assert.Equal(Averages.Of(right: 1, support: 2, given: 1), evaluation.Arguments.Micro);
        Assert.Equal(Averages.Of(right: 1, support: 2, given: 2), evaluation.Predicates);
        Assert.Equal((2, 0.5), (evaluation.PredicateCount, evaluation.PerfectPredicates));
        Assert.Equal(0.5, evaluation.ToMetrics("test/")["test/f1/predicates"], 1e-12);
    }

    [Fact]
    public void Compute_Throws_WhenThereIsNothingToCompare()
    {
        Assert.Throws<ArgumentException>(() => RoleMetrics.Compute([], []));
        Assert.Throws<ArgumentException>(() => RoleMetrics.Compute([[]], []));
    }

    private static PredicateFrame Frame(int index, string tags) => new(index, tags.Split(' '));

    private static void AssertEqual(long[] counts, Averages actual) =>
        Assert.Equal(Averages.Of(counts[0], counts[0] + counts[2], counts[0] + counts[1]), actual);

    /// <summary>Sentences, and how many arguments <c>srl-eval.pl</c> counts as right, too many and missed.</summary>
    private sealed record Scored(IReadOnlyList<ScoredSentence> Sentences, long[] Overall, IReadOnlyDictionary<string, long[]> PerRole, double Perfect);

    private sealed record ScoredSentence(int Words, IReadOnlyList<PredicateFrame> Gold, IReadOnlyList<PredicateFrame> Predicted);
}
