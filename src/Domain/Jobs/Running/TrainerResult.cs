using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;

namespace Hone.Domain.Jobs.Running;

/// <summary>
/// <c>result.json</c> of a job directory, written last: either <see cref="Error"/>, or what became of the model that was made or used.
/// </summary>
public sealed record TrainerResult
{
    public JobError? Error { get; init; }

    /// <summary>What the model answers.</summary>
    public TaskKind? Task { get; init; }

    public ModelFamily? Family { get; init; }

    /// <summary>Weights in the model.</summary>
    public long Parameters { get; init; }

    /// <summary>The final metrics, such as <c>test/accuracy</c> or <c>validation/perplexity</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>What the training took; null for what is no training.</summary>
    public JobCost? Cost { get; init; }

    /// <summary>Versions of what computed it: <c>hone</c>, <c>torchsharp</c>, <c>libtorch</c>, <c>dotnet</c>.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();
}
