namespace Hone.Training.Tasks;

/// <summary>
/// Temperature scaling (Guo et al. 2017): one number that all logits are divided by, such that probabilities are as sure as they are right. It is
/// fitted by the loss on examples that were not learnt from.
/// </summary>
internal static class Temperature
{
    private const double Lowest = 0.05;
    private const double Highest = 20;
    private const int Halvings = 60;

    /// <summary>The temperature with the least loss.</summary>
    /// <param name="slope">
    /// The derivative of the loss by the inverse temperature, which grows with it: both losses, softmax and sigmoid cross-entropy, are convex in it.
    /// </param>
    public static double Fit(Func<double, double> slope)
    {
        double low = 1 / Highest;
        double high = 1 / Lowest;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = slope(middle) < 0 ? (middle, high) : (low, middle);
        }

        return 1 / Math.Sqrt(low * high);
    }
}
