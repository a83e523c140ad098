using System.Text.Json.Serialization;
using Hone.Domain.Datasets;

namespace Hone.Training.Evaluation;

/// <summary>Everything that a job found out about a version on a split of a data set.</summary>
public sealed record EvaluationReport
{
    public required SplitName Split { get; init; }

    /// <summary>How many rows were judged.</summary>
    public required long Rows { get; init; }

    /// <summary>How well the version did.</summary>
    public required ModelReport Model { get; init; }

    /// <summary>How often rows were drawn for the intervals; 0 where there are none.</summary>
    public required int Resamples { get; init; }

    /// <summary>What the draws began with.</summary>
    public required long Seed { get; init; }

    /// <summary>The rows with the highest loss, the worst first.</summary>
    public required IReadOnlyList<WorstExample> WorstExamples { get; init; }

    /// <summary>How another version did on the same rows; left out where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComparisonReport? Comparison { get; init; }
}
