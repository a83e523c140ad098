namespace Hone.Training.Evaluation;

/// <summary>How well one label is told from all others.</summary>
/// <param name="Label">The label.</param>
/// <param name="Precision">Of the examples given this label, the part that has it.</param>
/// <param name="Recall">Of the examples that have this label, the part that was given it.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">How many examples have this label.</param>
public sealed record LabelEvaluation(string Label, double Precision, double Recall, double F1, long Support);
