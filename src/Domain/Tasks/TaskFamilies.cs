using Hone.Domain.Jobs.Specifications;

namespace Hone.Domain.Tasks;

/// <summary>The families of network on which each task is learnt.</summary>
public static class TaskFamilies
{
    private static readonly ModelFamily[] Reading = [ModelFamily.TransformerEncoder, ModelFamily.Rnn];

    private static readonly ModelFamily[] Writing = [ModelFamily.TransformerDecoder, ModelFamily.Rnn];

    /// <summary>The families of a task.</summary>
    public static IReadOnlyList<ModelFamily> Of(TaskKind task) => task == TaskKind.TextGeneration ? Writing : Reading;
}
