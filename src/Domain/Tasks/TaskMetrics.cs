namespace Hone.Domain.Tasks;

/// <summary>The validation metrics by which fine-tuning may choose the best epoch, and stop early.</summary>
public static class TaskMetrics
{
    /// <summary>The one that is low when a model is good.</summary>
    public const string Loss = "loss";

    /// <summary>The part of the predicates whose sense is right, where a model learns senses.</summary>
    public const string Senses = "accuracy/senses";

    private static readonly Dictionary<TaskKind, string[]> ByTask = new()
    {
        [TaskKind.TextClassification] = ["accuracy", "f1/macro", "f1/micro", "f1/weighted", Loss],
        [TaskKind.SemanticRoleLabeling] = ["f1/micro", "f1/macro", "f1/weighted", "f1/predicates", Senses, Loss],
        [TaskKind.SentenceSimilarity] = ["spearman", "pearson", "accuracy", Loss],
        [TaskKind.TextGeneration] = [Loss],
        [TaskKind.TokenClassification] = ["f1/micro", "f1/macro", "f1/weighted", Loss],
    };

    /// <summary>The metrics of all tasks.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByTask.Values.SelectMany(names => names).Distinct()];

    /// <summary>The metrics of a task, the one that decides by default first.</summary>
    public static IReadOnlyList<string> Of(TaskKind task) => ByTask.GetValueOrDefault(task, [Loss]);
}
