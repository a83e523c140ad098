namespace Hone.Training.Evaluation;

/// <summary>Precision, recall and F1, each from 0 to 1; 0 where there is nothing to divide by.</summary>
/// <param name="Precision">Of what was predicted, the part that is right.</param>
/// <param name="Recall">Of what there was to find, the part that was found.</param>
/// <param name="F1">The harmonic mean of both; an average of F1 is the mean of the labels' F1, not the F1 of the means.</param>
public sealed record Averages(double Precision, double Recall, double F1);
