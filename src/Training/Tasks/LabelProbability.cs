namespace Hone.Training.Tasks;

/// <summary>How likely a label is.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">From 0 to 1.</param>
internal sealed record LabelProbability(string Label, double Score);
