using Hone.Training.Evaluation;

namespace Hone.Benchmarks.Quality;

/// <summary>
/// Half the width of the 95 % confidence interval that a figure has because the test split is no larger: by the normal approximation, with examples, or
/// spans, taken as independent of each other.
/// </summary>
internal static class Margin
{
    private const double Normal = 1.959964;

    /// <summary>Of a part of so many examples.</summary>
    public static double OfShare(double share, long examples) => Normal * Math.Sqrt(share * (1 - share) / examples);

    /// <summary>
    /// Of an F1, by the delta method: with right, spurious and missed spans as independent counts it has the variance F1 (1 − F1) (2 − F1) / S, where S is how
    /// many spans there were to find and how many were found, together.
    /// </summary>
    /// <param name="averages">The F1, with precision and recall.</param>
    /// <param name="support">How many there were to find.</param>
    public static double OfF1(Averages averages, long support)
    {
        double given = averages.Precision == 0 ? 0 : averages.Recall * support / averages.Precision;
        return Normal * Math.Sqrt(averages.F1 * (1 - averages.F1) * (2 - averages.F1) / (support + given));
    }
}
