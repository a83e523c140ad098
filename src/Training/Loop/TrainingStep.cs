namespace Hone.Training.Loop;

/// <summary>One optimizer step that was taken.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Tokens">Tokens it learnt from.</param>
/// <param name="LearningRate">The rate it was taken with.</param>
public readonly record struct TrainingStep(long Number, int Tokens, double LearningRate);
