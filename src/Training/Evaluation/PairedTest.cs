using Hone.Training.Data;

namespace Hone.Training.Evaluation;

/// <summary>
/// Compares two models by what they said of the same rows. The interval of a difference is that of a paired bootstrap, which draws rows and takes both
/// models' answers to them; its p is that of approximate randomisation (Noreen 1989), which exchanges the answers of the models row by row at random,
/// as they could be if it did not matter whose is whose.
/// </summary>
public static class PairedTest
{
    // What a sum may come to by its order alone: smaller differences between differences are none.
    private const double Rounding = 1e-12;

    /// <summary>The difference of each metric that both have.</summary>
    /// <param name="one">One model's rows, at least one.</param>
    /// <param name="other">The other's, in the same order.</param>
    /// <param name="resamples">How often rows are drawn, and how often answers are exchanged; at least once.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    /// <param name="progress">Told how many draws of how many are done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">The models were not asked about as many rows, or not for the same.</exception>
    public static IReadOnlyDictionary<string, MetricDifference> Compare(
        RowMetrics one,
        RowMetrics other,
        int resamples,
        long seed,
        Action<long, long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        int count = one.Count;
        if (other.Count != count)
        {
            throw new ArgumentException($"{count} rows and {other.Count} rows are no pairs.", nameof(other));
        }

        RowMetrics both = one.Append(other);
        int[] first = [.. Enumerable.Range(0, count)];
        int[] second = [.. Enumerable.Range(count, count)];
        Dictionary<string, double> observed = Difference();
        Dictionary<string, List<double>> drawn = [];
        Dictionary<string, int> asLarge = observed.ToDictionary(metric => metric.Key, _ => 0);
        for (int resample = 0; resample < resamples; resample++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Bootstrap.Draw(seed, resample, first);
            for (int i = 0; i < count; i++)
            {
                second[i] = first[i] + count;
            }

            drawn.Add(Difference());
            Exchange(seed, resample, first, second);
            foreach ((string name, double difference) in Difference())
            {
                asLarge[name] += Math.Abs(difference) >= Math.Abs(observed[name]) - Rounding ? 1 : 0;
            }

            progress?.Invoke(resample + 1, resamples);
        }

        return observed.ToDictionary(
            metric => metric.Key,
            metric => new MetricDifference(metric.Value, ConfidenceInterval.Of(drawn[metric.Key]), (1.0 + asLarge[metric.Key]) / (1.0 + resamples)));

        Dictionary<string, double> Difference()
        {
            Dictionary<string, double> ofFirst = both.Measure(first);
            Dictionary<string, double> ofSecond = both.Measure(second);
            return ofFirst.ToDictionary(metric => metric.Key, metric => metric.Value - ofSecond[metric.Key]);
        }
    }

    /// <summary>Gives each row of either model to the one or the other by the toss of a coin.</summary>
    private static void Exchange(long seed, int resample, int[] first, int[] second)
    {
        SplitMix64 random = new(seed, -1 - resample);
        int count = first.Length;
        for (int i = 0; i < count; i++)
        {
            (first[i], second[i]) = random.NextInt(2) == 0 ? (i, i + count) : (i + count, i);
        }
    }
}
