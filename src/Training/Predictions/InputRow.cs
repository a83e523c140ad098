using System.Text.Json.Serialization;

namespace Hone.Training.Predictions;

/// <summary>A row of an uploaded file in canonical form: either an input, or why there is none.</summary>
/// <param name="Row">Its number among the rows, from 1.</param>
/// <param name="Line">The line of the file that it begins on, from 1.</param>
public sealed record InputRow(long Row, long Line)
{
    /// <summary>The input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PredictionInput? Input { get; init; }

    /// <summary>Why it cannot be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowProblem? Error { get; init; }
}
