using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Jobs.Sweeps;

namespace Hone.Domain.Tests.Jobs.Sweeps;

public sealed class SweepPlanTests
{
    private static readonly SearchRange Rates = SearchRange.Between(1e-4, 1e-2, SearchScale.Log);

    private static readonly Gen<SweepSpecification> AnySweep = Gen.Select(
        Gen.Int[1, 3],
        Gen.Int[1, 3],
        Gen.Int[1, 4],
        Gen.Bool,
        Gen.Int[2, 4],
        Gen.Int[15, 60],
        Gen.Long[0, long.MaxValue],
        (bases, strategies, rates, isRange, eta, jobs, seed) => new SweepSpecification
        {
            Model = "m",
            Dataset = "d",
            Bases = [.. Enumerable.Range(1, bases).Select(index => $"base-{index}")],
            Strategies = [.. Enumerable.Range(1, strategies).Select(index => new StrategyOptions { Kind = StrategyKind.Lora, Rank = index })],
            Training = new SweepTraining
            {
                Epochs = SearchRange.Of(4, 9),
                LearningRate = isRange ? Rates : SearchRange.Of([.. Enumerable.Range(1, rates).Select(rate => rate * 1e-4)]),
                BatchTokens = SearchRange.Between(256, 1024),
            },
            Eta = eta,
            Budget = new SweepBudget { Jobs = jobs },
            Seed = seed,
        });

    [Fact]
    public void APlan_KeepsTheBudget_AndGivesEveryBaseWithEveryStrategyItsShare() => AnySweep.Sample(sweep =>
    {
        Assert.Empty(sweep.Validate());
        SweepPlan plan = SweepPlan.For(sweep);

        Assert.True(plan.Schedule.Jobs <= sweep.Budget.Jobs);
        Assert.Equal(plan.Schedule.Sizes[0], plan.Candidates.Count);
        int[] shares = [.. sweep.Arms().Select(arm => plan.Candidates.Count(candidate => (candidate.Base, candidate.Strategy) == arm))];
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
        Assert.Equal(plan.Candidates.Count, shares.Sum());
    });

    [Fact]
    public void APlan_DependsOnTheSpecificationAlone() => AnySweep.Sample(sweep =>
        Assert.Equal(Written(SweepPlan.For(sweep)), Written(SweepPlan.For(sweep with { }))));

    [Fact]
    public void APlan_ReadFromItsJson_IsTheSame() => AnySweep.Sample(sweep =>
    {
        string written = Written(SweepPlan.For(sweep));

        Assert.Equal(written, Written(System.Text.Json.JsonSerializer.Deserialize<SweepPlan>(written, HoneJson.Options)!));
    });

    [Fact]
    public void EveryCandidate_HasValuesInItsRanges_AndIsLikeNoOther() => AnySweep.Sample(sweep =>
    {
        IReadOnlyList<SweepCandidate> candidates = SweepPlan.For(sweep).Candidates;

        Assert.All(candidates, candidate =>
        {
            Assert.InRange(candidate.Options["learningRate"], sweep.Training.LearningRate!.Min, sweep.Training.LearningRate.Max);
            Assert.True(sweep.Training.LearningRate.Values?.Contains(candidate.Options["learningRate"]) ?? true);
            Assert.InRange(candidate.Options["batchTokens"], 256, 1024);
            Assert.Equal(Math.Floor(candidate.Options["batchTokens"]), candidate.Options["batchTokens"]);
            Assert.Contains(candidate.Epochs, new[] { 4, 9 });
            Assert.Empty(candidate.Specify(sweep, candidate.Epochs).Validate());
        });
        Assert.Equal(candidates.Count, candidates.Select(candidate => System.Text.Json.JsonSerializer.Serialize(candidate, HoneJson.Options)).Distinct().Count());
    });

    [Fact]
    public void AnotherSeed_DrawsOtherCandidates()
    {
        SweepSpecification sweep = new() { Model = "m", Dataset = "d", Bases = ["b"], Training = new SweepTraining { LearningRate = Rates } };

        Assert.NotEqual(Written(SweepPlan.For(sweep)), Written(SweepPlan.For(sweep with { Seed = 2 })));
    }

    [Fact]
    public void AllCombinations_AreTried_WhenTheBudgetAllowsIt()
    {
        SweepSpecification sweep = new()
        {
            Model = "m",
            Dataset = "d",
            Bases = ["b", "c"],
            Architecture = new ArchitectureOptions(),
            Training = new SweepTraining { Epochs = SearchRange.Of(1), LearningRate = SearchRange.Of(1e-3, 1e-4), Dropout = SearchRange.Of(0, 0.1, 0.2) },
        };

        IEnumerable<(int?, double, double)> tried = SweepPlan.For(sweep).Candidates.Select(candidate => (candidate.Base, candidate.Options["learningRate"], candidate.Options["dropout"]));

        Assert.Equal(
            from start in new int?[] { 0, 1, null }
            from rate in new[] { 1e-3, 1e-4 }
            from dropout in new[] { 0, 0.1, 0.2 }
            select (start, rate, dropout),
            tried);
    }

    [Fact]
    public void ACandidate_IsAskedForWhatTheSweepSays_WithItsOwnOptions()
    {
        SweepSpecification sweep = new()
        {
            Model = "m",
            Dataset = "d",
            Bases = ["b"],
            Strategies = [new StrategyOptions { Kind = StrategyKind.HeadOnly }],
            Training = new SweepTraining { LearningRate = SearchRange.Of(0.002), LayerDecay = SearchRange.Of(0.9) },
            Metric = "f1/macro",
            Seed = 7,
        };

        FinetuneSpecification asked = SweepPlan.For(sweep).Candidates.Single().Specify(sweep, 3);

        Assert.Equal(("m", "d", "b"), (asked.Model, asked.Dataset, asked.Base));
        Assert.Equal((StrategyKind.HeadOnly, 0.9), (asked.Strategy.Kind, asked.Strategy.LayerDecay));
        Assert.Equal((0.002, 3, 7), (asked.Training.LearningRate, asked.Training.Epochs, asked.Training.Seed));
        Assert.Equal("f1/macro", asked.Training.EarlyStopping!.Metric);
        Assert.Equal(new FinetuningOptions().BatchTokens, asked.Training.BatchTokens);
    }

    private static string Written(SweepPlan plan) => System.Text.Json.JsonSerializer.Serialize(plan, HoneJson.Options);
}
