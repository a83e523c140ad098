using System.Text.Json;

namespace Hone.Training.Evaluation;

/// <summary>How well a version did on a split.</summary>
/// <param name="Reference">The version, as <c>name:number</c>.</param>
/// <param name="Metrics">The single numbers by name.</param>
/// <param name="Intervals">Of the main metrics, where they lie with a confidence of 95 %.</param>
/// <param name="Evaluation">Everything in the form of the task: per label or per type, of classifiers with the confusion matrix.</param>
public sealed record ModelReport(
    string Reference,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, ConfidenceInterval> Intervals,
    JsonElement Evaluation);
