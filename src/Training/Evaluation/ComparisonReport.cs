using System.Text.Json.Serialization;

namespace Hone.Training.Evaluation;

/// <summary>How a version did beside another one on the same rows.</summary>
/// <param name="With">How well the other one did.</param>
/// <param name="Differences">Of the main metrics, by how much the version is above the other.</param>
/// <param name="McNemar">Whether both are right equally often; left out where accuracy is no metric of the task.</param>
public sealed record ComparisonReport(
    ModelReport With,
    IReadOnlyDictionary<string, MetricDifference> Differences,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] McNemarTest? McNemar);
