using Hone.Training.Data;

namespace Hone.Training.Text.Noise;

/// <summary>Draws rows by their texts and a seed, whatever their order; rows with the same text are drawn together, as far as there is room.</summary>
internal static class SampledRows
{
    /// <summary>Which rows are drawn: all, where there are not more than asked for.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="limit">How many to draw.</param>
    /// <param name="seed">Another one draws others.</param>
    public static IReadOnlySet<int> Draw(List<ExampleFacts> examples, int limit, long seed)
    {
        int[] rows = [.. Enumerable.Range(0, examples.Count)];
        if (rows.Length > limit)
        {
            ulong mixed = SplitMix64.Mix((ulong)seed);
            ulong[] keys = [.. examples.Select(example => SplitMix64.Mix(example.TextHash ^ mixed))];
            Array.Sort(keys, rows);
        }

        return rows.Take(limit).ToHashSet();
    }
}
