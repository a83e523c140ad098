using System.Text.Json;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;

namespace Hone.Domain.Tests.Jobs.Specifications;

public sealed class JobSpecificationTests
{
    private static readonly PretrainSpecification Pretrain = new() { Model = "docs", Corpora = ["docs"] };

    private static readonly FinetuneSpecification Finetune = new() { Model = "area", Base = "docs", Dataset = "area" };

    [Fact]
    public void Validate_FindsNothing_WhenOnlyTheNamesAreGiven()
    {
        Assert.Empty(Read<PretrainSpecification>("""{"model":"docs","corpora":["docs"]}""").Validate());
        Assert.Empty(Read<FinetuneSpecification>("""{"model":"area","base":"docs","dataset":"area"}""").Validate());
        Assert.Empty(Read<FinetuneSpecification>("""{"model":"area","dataset":"area"}""").Validate());
    }

    [Fact]
    public void Json_ReadsBackWhatItWrites()
    {
        string json = JsonSerializer.Serialize(Finetune with { Training = new() { EarlyStopping = new(), Epochs = 7 } }, HoneJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(Read<FinetuneSpecification>(json), HoneJson.Options));
    }

    [Fact]
    public void Validate_ReportsEveryProblemAtOnce()
    {
        PretrainSpecification wrong = Pretrain with
        {
            Model = "Not A Name",
            Base = "a@b@c",
            Architecture = new() { Layers = 0, MaxLength = 2 },
            Tokenizer = new() { VocabularySize = 1 },
            Training = new() { Steps = 0, LearningRate = double.NaN, BatchTokens = 1, Warmup = -1 },
        };

        Assert.Equal(
            [
                "architecture", "architecture.layers", "architecture.maxLength", "base", "model", "tokenizer", "tokenizer.vocabularySize",
                "training.batchTokens", "training.learningRate", "training.steps", "training.warmup",
            ],
            wrong.Validate().Select(problem => problem.Field).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(130, 4, true)]
    [InlineData(128, 4, false)]
    public void Validate_AsksThatHeadsDivideTheHiddenSize(int hidden, int heads, bool refused)
    {
        IEnumerable<Problem> problems = new ArchitectureOptions { Hidden = hidden, Heads = heads }.Validate();

        Assert.Equal(refused, problems.Any(problem => problem is { Field: "architecture.heads", Code: ProblemCodes.OutOfRange }));
    }

    [Fact]
    public void Validate_RefusesArchitectureAndTokenizer_WhenABaseBringsThem()
    {
        FinetuneSpecification both = Finetune with { Architecture = new(), Tokenizer = new() };

        Assert.Equal(["architecture", "tokenizer"], both.Validate().Select(problem => problem.Field));
        Assert.Empty((both with { Base = null }).Validate());
    }

    [Fact]
    public void Validate_RefusesReinitialize_WhenThereIsNothingToTakeTheArchitectureFrom()
    {
        Assert.Equal("reinitialize", Assert.Single((Finetune with { Base = null, Reinitialize = true }).Validate()).Field);
        Assert.Empty((Finetune with { Reinitialize = true }).Validate());
    }

    [Fact]
    public void Validate_RefusesACorpusNamedTwice() =>
        Assert.Equal("corpora", Assert.Single((Pretrain with { Corpora = ["docs", "docs"] }).Validate()).Field);

    [Fact]
    public void Validate_NamesTheMetricsThatExist_WhenEarlyStoppingWatchesAnother()
    {
        Problem problem = Assert.Single((Finetune with { Training = new() { EarlyStopping = new() { Metric = "luck" } } }).Validate());

        Assert.Equal((ProblemCodes.UnknownValue, "training.earlyStopping.metric"), (problem.Code, problem.Field));
        Assert.Contains("f1/macro", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_KeepsWhatIsOverridden_AndFillsInTheRest()
    {
        ArchitectureOptions resolved = new ArchitectureOptions { Preset = ArchitecturePreset.Tiny, Hidden = 64 }.Resolve();

        Assert.Equal((2, 64, 2, 256), (resolved.Layers, resolved.Hidden, resolved.Heads, resolved.Intermediate));
        Assert.Equal(resolved, resolved.Resolve());
    }

    [Fact]
    public void Resolve_KnowsEveryPreset() =>
        Assert.All(Enum.GetValues<ArchitecturePreset>(), preset => Assert.Empty(new ArchitectureOptions { Preset = preset }.Resolve().Validate()));

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, HoneJson.Options)!;

    [Theory]
    [InlineData(ModelFamily.TransformerDecoder)]
    [InlineData(ModelFamily.Rnn)]
    public void Validate_RefusesNorm_WhenTheNetworkIsNoEncoder(ModelFamily family)
    {
        ArchitectureOptions options = new() { Family = family, Norm = NormPlacement.Pre };

        Assert.Equal("architecture.norm", Assert.Single(options.Validate()).Field);
        Assert.Null(new ArchitectureOptions { Family = family }.Resolve().Norm);
    }
}
