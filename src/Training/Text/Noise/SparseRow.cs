namespace Hone.Training.Text.Noise;

/// <summary>A vector of which only some entries are not zero.</summary>
/// <param name="Features">Their places.</param>
/// <param name="Values">The entries.</param>
internal readonly record struct SparseRow(int[] Features, float[] Values)
{
    /// <summary>
    /// Rows of features, each weighted by how few rows have it (the logarithm of the inverse of their part) and each row scaled to length one.
    /// </summary>
    /// <param name="features">The features of each row, each once.</param>
    /// <param name="count">How many features there are, a power of two; others are folded onto these.</param>
    public static SparseRow[] Weighted(IReadOnlyList<uint[]> features, int count)
    {
        int[][] folded = [.. features.Select(row => row.Select(feature => (int)(feature & (uint)(count - 1))).Distinct().ToArray())];
        int[] rows = new int[count];
        foreach (int feature in folded.SelectMany(row => row))
        {
            rows[feature]++;
        }

        return [.. folded.Select(Weigh)];

        SparseRow Weigh(int[] row)
        {
            float[] values = [.. row.Select(feature => MathF.Log((1f + folded.Length) / (1f + rows[feature])) + 1)];
            float length = MathF.Sqrt(values.Sum(value => value * value));
            return new SparseRow(row, [.. values.Select(value => value / length)]);
        }
    }
}
