using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>When to stop because more training does not help.</summary>
public sealed record EarlyStoppingOptions
{
    internal const string DefaultMetric = "accuracy";

    private static readonly string[] Metrics = [DefaultMetric, "f1/macro", "f1/weighted", "loss"];

    /// <summary>The validation metric to watch: <c>accuracy</c>, <c>f1/macro</c>, <c>f1/weighted</c> or <c>loss</c>.</summary>
    public string Metric { get; init; } = DefaultMetric;

    /// <summary>Epochs without improvement before it stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Every problem of these options.</summary>
    public IEnumerable<Problem> Validate(string path) =>
    [
        .. Check.That(
            Metrics.Contains(Metric),
            ProblemCodes.UnknownValue,
            $"{path}.metric",
            $"'{path}.metric' must be one of {string.Join(", ", Metrics)}."),
        .. Check.Range($"{path}.patience", Patience, 1, 1000),
    ];
}
