namespace Hone.Domain.Jobs.Sweeps;

/// <summary>How far a trial is.</summary>
/// <param name="Candidate">The candidate, counted from 0.</param>
/// <param name="Rung">The rung, counted from 0.</param>
/// <param name="IsFinished">Whether it is over, in whatever way.</param>
/// <param name="Score">What its model is worth on the validation split, more is better; null where it is not known, and where it came to nothing.</param>
public sealed record TrialOutcome(int Candidate, int Rung, bool IsFinished, double? Score);
