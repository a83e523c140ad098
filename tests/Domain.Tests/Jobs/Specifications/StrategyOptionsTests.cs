using System.Text.Json;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Tests.Jobs.Specifications;

public sealed class StrategyOptionsTests
{
    [Fact]
    public void Validate_NamesEveryOptionThatBelongsToAnotherStrategy_AndEveryOneOutOfRange()
    {
        StrategyOptions options = new() { Kind = StrategyKind.HeadOnly, LayerDecay = 2, LayersPerEpoch = 1, Rank = 0, Alpha = 1, Dropout = 0.1, Targets = [] };

        Assert.Equal(
            ["strategy.alpha", "strategy.dropout", "strategy.layerDecay", "strategy.layersPerEpoch", "strategy.rank", "strategy.rank", "strategy.targets", "strategy.targets"],
            options.Validate().Select(problem => problem.Field!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder, "query", true)]
    [InlineData(ModelFamily.TransformerDecoder, "intermediate", true)]
    [InlineData(ModelFamily.TransformerEncoder, "state", false)]
    [InlineData(ModelFamily.Rnn, "state", true)]
    [InlineData(ModelFamily.Rnn, "query", false)]
    public void ValidateFor_KnowsTheMatricesOfEachFamily(ModelFamily family, string target, bool isKnown)
    {
        StrategyOptions options = new() { Kind = StrategyKind.Lora, Targets = [target] };

        Assert.Empty(options.Validate());
        Assert.Equal(isKnown ? [] : ["strategy.targets[0]"], options.ValidateFor(family).Select(problem => problem.Field));
    }

    [Fact]
    public void Targets_AreThoseOfTheFamily_UnlessGiven()
    {
        Assert.All(Enum.GetValues<ModelFamily>(), family =>
            Assert.Empty(new StrategyOptions { Targets = new StrategyOptions().TargetsFor(family) }.ValidateFor(family)));
    }

    [Theory]
    [InlineData(TaskKind.SentenceSimilarity, StrategyKind.HeadOnly, false)]
    [InlineData(TaskKind.TextGeneration, StrategyKind.GradualUnfreeze, false)]
    [InlineData(TaskKind.TextGeneration, StrategyKind.Lora, true)]
    [InlineData(TaskKind.TokenClassification, StrategyKind.HeadOnly, true)]
    public void ValidateFor_AsksForSomethingThatLearns(TaskKind task, StrategyKind kind, bool isAccepted)
    {
        FinetuneSpecification specification = new() { Model = "m", Dataset = "d", Base = "b", Strategy = new StrategyOptions { Kind = kind } };

        Assert.Equal(isAccepted ? [] : ["strategy.kind"], specification.ValidateFor(task, ModelFamily.Rnn).Select(problem => problem.Field));
    }

    [Fact]
    public void ValidateFor_RefusesSmoothingOfWholeSequences()
    {
        FinetuneSpecification specification = new() { Model = "m", Dataset = "d", Crf = true, Training = new() { LabelSmoothing = 0.1 } };

        Assert.Equal(["training.labelSmoothing"], specification.ValidateFor(TaskKind.TokenClassification, ModelFamily.Rnn).Select(problem => problem.Field));
    }

    [Theory]
    [InlineData(TaskKind.SemanticRoleLabeling, true, null, null)]
    [InlineData(TaskKind.SemanticRoleLabeling, true, TaskMetrics.Senses, null)]
    [InlineData(TaskKind.SemanticRoleLabeling, false, TaskMetrics.Senses, "training.earlyStopping.metric")]
    [InlineData(TaskKind.TokenClassification, true, null, "senses")]
    [InlineData(TaskKind.TextClassification, true, null, "senses")]
    public void ValidateFor_KnowsWhereThereAreSenses(TaskKind task, bool senses, string? metric, string? field)
    {
        FinetuneSpecification specification = new() { Model = "m", Dataset = "d", Senses = senses, Training = new() { EarlyStopping = new() { Metric = metric } } };

        Assert.Equal(field is null ? [] : [field], specification.ValidateFor(task, ModelFamily.TransformerEncoder).Select(problem => problem.Field));
    }

    [Fact]
    public void Senses_AreWritten_OnlyWhereTheyAreAskedFor()
    {
        FinetuneSpecification specification = new() { Model = "m", Dataset = "d" };

        Assert.DoesNotContain("senses", JsonSerializer.Serialize(specification, HoneJson.Options), StringComparison.Ordinal);
        string written = JsonSerializer.Serialize(specification with { Senses = true }, HoneJson.Options);
        Assert.True(JsonSerializer.Deserialize<FinetuneSpecification>(written, HoneJson.Options)!.Senses);
    }

    [Fact]
    public void EveryMetricOfATask_CanBeAskedFor()
    {
        foreach (TaskKind task in Enum.GetValues<TaskKind>())
        {
            foreach (string metric in TaskMetrics.Of(task))
            {
                FinetuningOptions options = new() { EarlyStopping = new EarlyStoppingOptions { Metric = metric } };

                Assert.Empty(options.Validate());
                Assert.Empty(options.ValidateFor(task));
            }
        }
    }

    [Theory]
    [InlineData(TaskKind.TextClassification, ModelFamily.TransformerEncoder, null)]
    [InlineData(TaskKind.TextClassification, ModelFamily.Rnn, null)]
    [InlineData(TaskKind.TextClassification, ModelFamily.TransformerDecoder, ProblemCodes.InvalidRequest)]
    [InlineData(TaskKind.TextGeneration, ModelFamily.TransformerDecoder, null)]
    [InlineData(TaskKind.TextGeneration, ModelFamily.TransformerEncoder, ProblemCodes.InvalidRequest)]
    public void ValidateFor_KnowsTheFamiliesOfEachTask(TaskKind task, ModelFamily family, string? code)
    {
        FinetuneSpecification specification = new() { Model = "m", Dataset = "d", Architecture = new ArchitectureOptions { Family = family } };

        Assert.Equal(code is null ? [] : [code], specification.ValidateFor(task, family).Select(problem => problem.Code));
    }
}
