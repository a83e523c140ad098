using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>When to stop because more training does not help.</summary>
public sealed record EarlyStoppingOptions
{
    /// <summary>
    /// The validation metric to watch, one of the task's: of text classification <c>accuracy</c>, <c>f1/macro</c>, <c>f1/micro</c>,
    /// <c>f1/weighted</c> or <c>loss</c>; of token classification the same without accuracy, beginning with <c>f1/micro</c>; of sentence
    /// similarity <c>spearman</c> and <c>pearson</c> where pairs have scores, and <c>accuracy</c> where not, or <c>loss</c>; of text generation
    /// <c>loss</c>. Null: the first of them.
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>The most epochs that can be waited for.</summary>
    internal const int MostPatience = 10_000;

    /// <summary>Epochs without improvement before it stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Every problem of these options.</summary>
    public IEnumerable<Problem> Validate(string path) =>
    [
        .. Check.That(
            Metric is null || TaskMetrics.All.Contains(Metric),
            ProblemCodes.UnknownValue,
            $"{path}.metric",
            $"'{path}.metric' must be one of {string.Join(", ", TaskMetrics.All)}."),
        .. Check.Range($"{path}.patience", Patience, 1, MostPatience),
    ];
}
