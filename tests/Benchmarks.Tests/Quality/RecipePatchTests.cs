using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Quality;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Benchmarks.Tests.Quality;

public sealed class RecipePatchTests
{
    private static readonly QualityRecipe Recipe = new()
    {
        Pretrain = new() { Model = "base", Corpora = ["a", "b"], Architecture = new() { Layers = 3 }, Training = new() { Steps = 7 } },
        Finetune = new() { Model = "model", Dataset = "data", Training = new() { Dropout = 0.3, EarlyStopping = new() { Patience = 9 } } },
    };

    [Fact]
    public void Apply_ChangesWhatTheFileSays_AndNothingElse()
    {
        QualityRecipe changed = Apply("""{ "pretrain": { "corpora": ["c"], "training": { "steps": 8 } }, "finetune": { "training": { "learningRate": 0.25, "earlyStopping": null } } }""");

        Assert.Equal(["c"], changed.Pretrain!.Corpora);
        Assert.Equal(8, changed.Pretrain.Training.Steps);
        Assert.Equal(3, changed.Pretrain.Architecture!.Layers);
        Assert.Equal(0.25, changed.Finetune.Training.LearningRate);
        Assert.Equal(0.3, changed.Finetune.Training.Dropout);
        Assert.Null(changed.Finetune.Training.EarlyStopping);
    }

    [Fact]
    public void Apply_TakesPretrainingAway_WhereItIsNull() => Assert.Null(Apply("""{ "pretrain": null }""").Pretrain);

    [Theory]
    [InlineData("""{ "finetune": { "trainig": {} } }""", "trainig")]
    [InlineData("""{ "finetune": { "training": { "epochs": "ten" } } }""", "epochs")]
    [InlineData("""[1]""", "no JSON object")]
    [InlineData("""{ "finetune": """, "not JSON")]
    public void Apply_SaysWhatIsWrong(string json, string said) => Assert.Contains(said, Assert.Throws<UsageException>(() => Apply(json)).Message);

    [Fact]
    public void RequireValid_RefusesWhatTheServiceWould()
    {
        Assert.Contains("crf", Refusal("""{ "finetune": { "crf": true } }"""));
        Assert.Contains("architecture", Refusal("""{ "finetune": { "architecture": {} } }"""));

        static string Refusal(string json) => Assert.Throws<RefusalException>(() => Apply(json).RequireValid(TaskKind.TextClassification)).Problems[0].Field!;
    }

    [Fact]
    public void FinetuneWith_HasTheBaseOnlyWhereOneIsPretrained()
    {
        Assert.Equal(("base", 5), (Recipe.FinetuneWith(5).Base, Recipe.FinetuneWith(5).Seed));
        Assert.Null(Apply("""{ "pretrain": null }""").FinetuneWith(5).Base);
    }

    private static QualityRecipe Apply(string json) => RecipePatch.Parse(json, "recipe.json").Apply(Recipe);
}
