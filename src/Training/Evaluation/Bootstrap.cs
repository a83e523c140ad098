using Hone.Training.Data;

namespace Hone.Training.Evaluation;

/// <summary>Percentile bootstrap (Efron 1979): what the metrics would be on other rows of the same kind, by drawing as many rows with replacement.</summary>
public static class Bootstrap
{
    /// <summary>The interval of each metric.</summary>
    /// <param name="rows">At least one row.</param>
    /// <param name="resamples">How often rows are drawn, at least once.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    /// <param name="progress">Told how many draws of how many are done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static IReadOnlyDictionary<string, ConfidenceInterval> Intervals(
        RowMetrics rows,
        int resamples,
        long seed,
        Action<long, long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Dictionary<string, List<double>> drawn = [];
        int[] sample = new int[rows.Count];
        for (int resample = 0; resample < resamples; resample++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(seed, resample, sample);
            drawn.Add(rows.Measure(sample));
            progress?.Invoke(resample + 1, resamples);
        }

        return drawn.ToDictionary(metric => metric.Key, metric => ConfidenceInterval.Of(metric.Value));
    }

    /// <summary>Draws rows with replacement.</summary>
    internal static void Draw(long seed, int resample, Span<int> sample)
    {
        SplitMix64 random = new(seed, resample);
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = random.NextInt(sample.Length);
        }
    }

    /// <summary>Adds one value of each metric to those of before.</summary>
    internal static void Add(this Dictionary<string, List<double>> drawn, Dictionary<string, double> metrics)
    {
        foreach ((string name, double value) in metrics)
        {
            if (!drawn.TryGetValue(name, out List<double>? values))
            {
                drawn[name] = values = [];
            }

            values.Add(value);
        }
    }
}
