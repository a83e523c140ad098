namespace Hone.Benchmarks.Quality;

/// <summary>A number that is to be reached.</summary>
/// <param name="Metric">The metric as the trainer names it, without the split; or <see cref="RoleJudge.Metric"/>.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Value">What it is to be at least, on the test split.</param>
internal sealed record QualityGoal(string Metric, string Title, double Value);
