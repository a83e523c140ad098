namespace Hone.Benchmarks.Quality;

/// <summary>What a model reached by one metric.</summary>
/// <param name="Metric">The metric, as <see cref="QualityGoal.Metric"/> names it.</param>
/// <param name="Test">On the test split.</param>
/// <param name="Margin">Half the 95 % confidence interval for the size of the test split, see <see cref="Quality.Margin"/>.</param>
/// <param name="Validation">On the validation split, by which the best epoch was chosen.</param>
internal sealed record QualityResult(string Metric, double Test, double Margin, double Validation);
