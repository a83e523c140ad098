namespace Hone.Training.Evaluation;

/// <summary>Where a metric lies with a confidence of 95 %.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public sealed record ConfidenceInterval(double Low, double High)
{
    private const double Outside = 0.05;

    /// <summary>From the 2.5th to the 97.5th percentile of some values, interpolated between the two nearest as NumPy does.</summary>
    /// <param name="values">At least one.</param>
    public static ConfidenceInterval Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new ConfidenceInterval(Percentile(sorted, Outside / 2), Percentile(sorted, 1 - (Outside / 2)));
    }

    private static double Percentile(double[] sorted, double part)
    {
        double place = part * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
