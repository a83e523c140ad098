namespace Hone.Training.Evaluation;

/// <summary>What was decided about one label in one row.</summary>
/// <param name="Label">The label's place among all labels.</param>
/// <param name="Right">How often it was given rightly.</param>
/// <param name="Support">How often it is right.</param>
/// <param name="Given">How often it was given.</param>
public readonly record struct Decision(int Label, int Right, int Support, int Given);
