namespace Hone.Training.Text.Noise;

/// <summary>A label that is probably wrong.</summary>
/// <param name="Row">The row's place among the examples.</param>
/// <param name="Label">The label.</param>
/// <param name="Expected">What it is expected to be.</param>
/// <param name="Probability">How probable the label is, from 0 to 1.</param>
/// <param name="ExpectedProbability">How probable the other one is.</param>
/// <param name="Words">The words that have it; null where it is the text's.</param>
internal sealed record NoisyLabel(int Row, string Label, string Expected, double Probability, double ExpectedProbability, string? Words = null);
