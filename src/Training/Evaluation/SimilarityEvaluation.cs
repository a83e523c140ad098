namespace Hone.Training.Evaluation;

/// <summary>How well predicted similarities of pairs go along with the true ones.</summary>
/// <param name="Examples">How many pairs were judged.</param>
/// <param name="Spearman">The correlation of their ranks.</param>
/// <param name="Pearson">The linear correlation.</param>
public sealed record SimilarityEvaluation(long Examples, double Spearman, double Pearson)
{
    /// <summary>Compares predictions with the truth.</summary>
    /// <exception cref="ArgumentException">The lists differ in length or have fewer than two scores, or a score is not finite.</exception>
    public static SimilarityEvaluation Of(IReadOnlyList<double> gold, IReadOnlyList<double> predicted) =>
        new(gold.Count, CorrelationMetrics.Spearman(gold, predicted), CorrelationMetrics.Pearson(gold, predicted));

    /// <summary>The single numbers by name.</summary>
    /// <param name="prefix">Put before each name, such as <c>test/</c>.</param>
    public IReadOnlyDictionary<string, double> ToMetrics(string prefix = "") =>
        new Dictionary<string, double> { [$"{prefix}spearman"] = Spearman, [$"{prefix}pearson"] = Pearson };
}
