namespace Hone.Benchmarks.Reporting;

/// <summary>What several runs that differ by chance gave.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of a run, estimated with n − 1; null of a single one.</param>
internal sealed record MeanOfSeeds(double Mean, double? Deviation)
{
    /// <summary>Of one value for each run, at least one.</summary>
    public static MeanOfSeeds Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new MeanOfSeeds(mean, all.Length < 2 ? null : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)));
    }
}
