using System.Globalization;
using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>Sums lengths of texts up.</summary>
internal static class Lengths
{
    /// <summary>The usual choices of the longest sequence of a model.</summary>
    private static readonly int[] UsualMaxima = [64, 128, 256, 512];

    /// <summary>Sums lengths up.</summary>
    /// <param name="lengths">The lengths, at least one.</param>
    /// <param name="countLonger">Whether to count those above the usual lengths of sequences.</param>
    public static LengthSummary Summarize(IEnumerable<int> lengths, bool countLonger)
    {
        int[] sorted = [.. lengths.Order()];
        return new LengthSummary(sorted[0], sorted.Average(), Percentile(50), Percentile(95), sorted[^1])
        {
            Percentile90 = Percentile(90),
            Percentile99 = Percentile(99),
            LongerThan = countLonger
                ? UsualMaxima.ToDictionary(most => most.ToString(CultureInfo.InvariantCulture), most => sorted.LongCount(length => length > most))
                : null,
        };

        // The nearest rank: the smallest length that so many percent do not exceed.
        int Percentile(int percent) => sorted[(int)((((long)sorted.Length * percent) + 99) / 100) - 1];
    }
}
