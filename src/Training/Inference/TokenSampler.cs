using Hone.Training.Data;

namespace Hone.Training.Inference;

/// <summary>Chooses the next token from what the model says of each.</summary>
/// <param name="options">How.</param>
internal sealed class TokenSampler(GenerationOptions options)
{
    private SplitMix64 random = new(options.Seed);

    /// <summary>Makes tokens less likely that are there already.</summary>
    /// <param name="logits">The logits of every token, changed in place.</param>
    /// <param name="present">The tokens that are there.</param>
    /// <param name="penalty">The factor; one does nothing.</param>
    public static void Penalize(Span<float> logits, IEnumerable<int> present, double penalty)
    {
        if (penalty == 1)
        {
            return;
        }

        foreach (int id in present.Distinct())
        {
            logits[id] = (float)(logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty);
        }
    }

    /// <summary>The next token.</summary>
    /// <param name="logits">The logits of every token.</param>
    public int Choose(ReadOnlySpan<float> logits)
    {
        if (options.Temperature == 0 || options.TopK == 1)
        {
            return LikeliestOf(logits);
        }

        int[] order = [.. Enumerable.Range(0, logits.Length)];
        float[] keys = [.. logits];
        Array.Sort(keys, order, Comparer<float>.Create((left, right) => right.CompareTo(left)));
        int candidates = Math.Min(options.TopK ?? keys.Length, keys.Length);
        double[] weights = new double[candidates];
        double sum = 0;
        for (int i = 0; i < candidates; i++)
        {
            sum += weights[i] = Math.Exp((keys[i] - keys[0]) / options.Temperature);
        }

        if (options.TopP is { } share)
        {
            double kept = 0;
            int fewest = 0;
            while (fewest < candidates && (fewest == 0 || kept < share * sum))
            {
                kept += weights[fewest++];
            }

            (candidates, sum) = (fewest, kept);
        }

        double drawn = random.NextDouble() * sum;
        int chosen = 0;
        while (chosen < candidates - 1 && (drawn -= weights[chosen]) >= 0)
        {
            chosen++;
        }

        return order[chosen];
    }

    private static int LikeliestOf(ReadOnlySpan<float> logits)
    {
        int likeliest = 0;
        for (int id = 1; id < logits.Length; id++)
        {
            if (logits[id] > logits[likeliest])
            {
                likeliest = id;
            }
        }

        return likeliest;
    }
}
