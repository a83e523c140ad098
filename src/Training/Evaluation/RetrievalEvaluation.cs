namespace Hone.Training.Evaluation;

/// <summary>How often, among some pairs, the text most like the first one of a pair is its own second one.</summary>
/// <param name="Examples">How many pairs.</param>
/// <param name="Among">Among how many pairs each is sought, at most.</param>
/// <param name="Accuracy">The part that was found.</param>
public sealed record RetrievalEvaluation(long Examples, int Among, double Accuracy)
{
    /// <summary>The single numbers by name.</summary>
    public IReadOnlyDictionary<string, double> ToMetrics() => new Dictionary<string, double> { ["accuracy"] = Accuracy };
}
