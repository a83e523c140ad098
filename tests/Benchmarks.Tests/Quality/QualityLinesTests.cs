using System.Text.Json;
using Hone.Benchmarks.Quality;
using Hone.Domain;

namespace Hone.Benchmarks.Tests.Quality;

public sealed class QualityLinesTests
{
    public static TheoryData<string> Names => [.. QualityLines.All.Select(line => line.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Recipe_CanBeFollowed_AndKeptAsJson(string name)
    {
        QualityLine line = QualityLines.All[QualityLines.IndexOf(name)];

        line.Recipe.RequireValid(line.Task);

        JsonElement kept = JsonSerializer.SerializeToElement(line.Recipe, HoneJson.Options);
        Assert.True(JsonElement.DeepEquals(kept, JsonSerializer.SerializeToElement(RecipePatch.Parse("{}", "").Apply(line.Recipe), HoneJson.Options)));
        Assert.DoesNotContain("\"model\"", RecipeText.Write(kept), StringComparison.Ordinal);
    }

    [Fact]
    public void RecipeText_TellsWhatIsNotAsByDefault()
    {
        QualityRecipe recipe = new()
        {
            Finetune = new() { Model = "m", Dataset = "d", Architecture = new() { Layers = 1 }, Crf = true, Training = new() { Epochs = 4, LearningRate = 0.002 } },
        };

        Assert.Equal(
            """from scratch, fine-tuned with `{"architecture":{"layers":1},"crf":true,"training":{"epochs":4,"learningRate":0.002}}`""",
            RecipeText.Write(JsonSerializer.SerializeToElement(recipe, HoneJson.Options)));
    }
}
