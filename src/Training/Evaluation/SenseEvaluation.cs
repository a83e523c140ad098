namespace Hone.Training.Evaluation;

/// <summary>How well the senses of predicates were told, where the true predicates are given.</summary>
/// <param name="Accuracy">The part that is right. A sense that the model does not know is wrong, and so is one of a predicate that it does not read.</param>
/// <param name="Count">How many predicates have a sense in the data.</param>
public sealed record SenseEvaluation(double Accuracy, long Count);
