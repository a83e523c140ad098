namespace Hone.Training.Predictions;

/// <summary>How likely a label is.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">Its probability.</param>
public sealed record LabelScore(string Label, float Score);
