namespace Hone.Domain.Tasks;

/// <summary>Other names by which a task may be asked for; what Hone writes always has the name of <see cref="TaskKind"/>.</summary>
public static class TaskNames
{
    private static readonly Dictionary<string, string> Others = new()
    {
        ["sentiment-analysis"] = "text-classification",
        ["ner"] = "token-classification",
        ["srl"] = "semantic-role-labeling",
    };

    /// <summary>The name of a task, as Hone writes it.</summary>
    public static string Of(TaskKind task) => HoneJson.Name(task);

    /// <summary>The task's own name, where another was given; any other text as it is.</summary>
    public static string Resolve(string name) => Others.GetValueOrDefault(name, name);
}
