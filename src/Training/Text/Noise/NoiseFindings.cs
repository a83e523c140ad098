namespace Hone.Training.Text.Noise;

/// <summary>What was found suspicious.</summary>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="Accuracy">The part of the rows of which a model that did not learn them gave the label; null where there is no model.</param>
/// <param name="Labels">The suspicious labels, most of all first.</param>
internal sealed record NoiseFindings(int Rows, double? Accuracy, IReadOnlyList<NoisyLabel> Labels);
