namespace Hone.Benchmarks.Speed;

/// <summary>The middle of several figures, which a single disturbed one does not move.</summary>
internal static class Median
{
    /// <summary>The median; of an even number of figures the mean of the two in the middle.</summary>
    public static double Of(IReadOnlyList<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
