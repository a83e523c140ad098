namespace Hone.Training.Predictions;

/// <summary>What came of one input.</summary>
/// <param name="Prediction">The prediction, in the shape of its task; null where there is an error.</param>
/// <param name="Error">Why there is no prediction.</param>
/// <param name="Tokens">Tokens that it took.</param>
/// <param name="Truncated">Whether it was cut off.</param>
internal readonly record struct RowAnswer(object? Prediction, RowProblem? Error = null, int Tokens = 0, bool Truncated = false);
