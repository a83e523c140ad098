using Hone.Domain.Tasks;
using Hone.Training.Inference;

namespace Hone.Training.Artifacts;

/// <summary>The labels of a model as data sets name theirs: classes, types of spans, or roles.</summary>
internal static class ModelLabels
{
    /// <summary>The labels in the order in which the model has them; none for tasks without labels.</summary>
    public static IReadOnlyList<string> Of(ModelRecord record) => record.Task switch
    {
        TaskKind.TextClassification => record.Labels,
        TaskKind.TokenClassification => OutputTags.Of(record.Labels).Tags.Types,
        TaskKind.SemanticRoleLabeling => OutputTags.Of([.. record.Labels.Skip(1)]).Tags.Types,
        _ => [],
    };

    /// <summary>The labels that the model can both tell and be judged on: of types of spans and roles those of which it has both tags.</summary>
    public static IEnumerable<string> Judged(ModelRecord record) => record.Task is TaskKind.TokenClassification or TaskKind.SemanticRoleLabeling
        ? Of(record).Where(type => record.Labels.Contains($"B-{type}") && record.Labels.Contains($"I-{type}"))
        : Of(record);
}
