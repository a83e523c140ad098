using System.Text.Json;
using Hone.Domain.Tasks;

namespace Hone.Domain.Tests.Tasks;

public sealed class TaskNamesTests
{
    [Theory]
    [InlineData("ner", TaskKind.TokenClassification)]
    [InlineData("srl", TaskKind.SemanticRoleLabeling)]
    [InlineData("sentiment-analysis", TaskKind.TextClassification)]
    [InlineData("sentence-similarity", TaskKind.SentenceSimilarity)]
    [InlineData("text-generation", TaskKind.TextGeneration)]
    public void Resolve_GivesTheNameThatIsRead(string name, TaskKind task) =>
        Assert.Equal(task, JsonSerializer.Deserialize<TaskKind>($"\"{TaskNames.Resolve(name)}\"", HoneJson.Options));
}
