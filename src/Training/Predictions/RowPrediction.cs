using System.Text.Json.Serialization;

namespace Hone.Training.Predictions;

/// <summary>A line of a job's predictions: either a prediction, in the shape that <c>/predict</c> gives it, or why there is none.</summary>
/// <param name="Row">The row's number in the file, from 1.</param>
/// <param name="Line">The line of the file that it begins on, from 1.</param>
public sealed record RowPrediction(long Row, long Line)
{
    /// <summary>The prediction.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Prediction { get; init; }

    /// <summary>Why there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowProblem? Error { get; init; }
}
