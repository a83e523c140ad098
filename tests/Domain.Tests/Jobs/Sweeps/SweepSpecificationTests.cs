using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Tests.Jobs.Sweeps;

public sealed class SweepSpecificationTests
{
    private static readonly SplitName[] AllSplits = Enum.GetValues<SplitName>();

    private static readonly SweepSpecification Sound = new() { Model = "m", Dataset = "d", Bases = ["b", "c"] };

    [Fact]
    public void Validate_FindsNothing_WhenNamesAloneAreGiven() => Assert.Empty(Sound.Validate());

    [Fact]
    public void Validate_NamesEveryProblemAtOnce()
    {
        SweepSpecification sweep = new()
        {
            Model = "No Name",
            Dataset = "",
            Bases = ["b", "not a reference", "b"],
            Tokenizer = new TokenizerOptions(),
            Strategies = [new StrategyOptions(), new StrategyOptions { Kind = StrategyKind.Full, Rank = 8 }, new StrategyOptions { LayerDecay = 0.5 }],
            Training = new SweepTraining
            {
                LearningRate = SearchRange.Between(0.01, 0.001, SearchScale.Log),
                Dropout = SearchRange.Of(0.1, 2),
                Epochs = SearchRange.Of(1.5),
                WeightDecay = SearchRange.Between(0, 0.1, SearchScale.Log),
                Warmup = SearchRange.Of(),
                BatchTokens = SearchRange.Of(1, 512),
                LayerDecay = SearchRange.Of(0.9, 0.9),
            },
            Metric = "beauty",
            Eta = 1,
            Budget = new SweepBudget { Jobs = 0, Minutes = double.NaN },
        };

        Assert.Equal(
            [
                "bases", "bases[1]", "budget.jobs", "budget.minutes", "dataset", "eta", "metric", "model", "strategies[1].rank", "strategies[2].layerDecay", "tokenizer",
                "training.batchTokens[0]", "training.dropout[1]", "training.epochs", "training.layerDecay", "training.learningRate.max", "training.warmup", "training.weightDecay.min",
            ],
            sweep.Validate().Select(problem => problem.Field!).Order(StringComparer.Ordinal));
        Assert.All(sweep.Validate().Where(problem => problem.Field!.Contains('[')), problem => Assert.Contains($"'{problem.Field}'", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_AsksForSomethingToStartFrom()
    {
        Assert.Equal(["bases"], (Sound with { Bases = [] }).Validate().Select(problem => problem.Field));
        Assert.Empty((Sound with { Bases = [], Architecture = new ArchitectureOptions() }).Validate());
    }

    /// <summary>Two bases with two strategies are four candidates; of three epochs that makes a second rung of one.</summary>
    [Theory]
    [InlineData(4, 3, false)]
    [InlineData(5, 3, true)]
    [InlineData(3, 1, false)]
    [InlineData(4, 1, true)]
    public void Validate_RefusesABudgetThatIsTooSmallForEveryBaseWithEveryStrategy(int jobs, int epochs, bool isAccepted)
    {
        SweepSpecification sweep = Sound with
        {
            Strategies = [new StrategyOptions(), new StrategyOptions { Kind = StrategyKind.HeadOnly }],
            Training = new SweepTraining { Epochs = SearchRange.Of(epochs) },
            Budget = new SweepBudget { Jobs = jobs },
        };

        Assert.Equal(isAccepted ? [] : ["budget.jobs"], sweep.Validate().Select(problem => problem.Field));
    }

    [Fact]
    public void ValidateFor_SaysWhichBaseDoesNotGoWithWhichStrategyOrTask()
    {
        SweepSpecification sweep = Sound with
        {
            Strategies = [new StrategyOptions(), new StrategyOptions { Kind = StrategyKind.Lora, Targets = ["query"] }],
            Training = new SweepTraining { LabelSmoothing = SearchRange.Of(0, 0.1) },
            Metric = "spearman",
            Crf = true,
        };

        Problem[] problems = [.. sweep.ValidateFor(TaskKind.TextClassification, [SplitName.Train, SplitName.Test], [ModelFamily.Rnn, ModelFamily.TransformerDecoder])];

        Assert.Equal(
            ["bases[1]", "crf", "dataset", "metric", "strategies[1].targets[0]", "training.labelSmoothing"],
            problems.Select(problem => problem.Field!).Order(StringComparer.Ordinal));
        Assert.Equal(ProblemCodes.WrongBase, problems.Single(problem => problem.Field == "bases[1]").Code);
        Assert.Contains("the base 'b'", problems.Single(problem => problem.Field == "strategies[1].targets[0]").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidateFor_KnowsWhereThereAreSenses()
    {
        ModelFamily?[] families = [ModelFamily.Rnn, ModelFamily.TransformerEncoder];

        Assert.Empty((Sound with { Senses = true, Metric = TaskMetrics.Senses }).ValidateFor(TaskKind.SemanticRoleLabeling, AllSplits, families));
        Assert.Equal(["metric"], (Sound with { Metric = TaskMetrics.Senses }).ValidateFor(TaskKind.SemanticRoleLabeling, AllSplits, families).Select(problem => problem.Field));
        Assert.Equal(["senses"], (Sound with { Senses = true }).ValidateFor(TaskKind.TokenClassification, AllSplits, families).Select(problem => problem.Field));
        Assert.True(new SweepCandidate(0, 0, new Dictionary<string, double>()).Specify(Sound with { Senses = true }, epochs: 1).Senses);
    }

    [Fact]
    public void ValidateFor_FindsNothing_WhereEverythingGoesTogether() =>
        Assert.Empty(Sound.ValidateFor(TaskKind.TokenClassification, AllSplits, [ModelFamily.Rnn, ModelFamily.TransformerEncoder]));
}
