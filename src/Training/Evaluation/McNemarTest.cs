namespace Hone.Training.Evaluation;

/// <summary>
/// McNemar's test (1947) of whether two classifiers are right equally often, exact: of the rows that only one of them has right, each is the one's or the
/// other's by the toss of a coin.
/// </summary>
/// <param name="OnlyFirst">Rows that only the first has right.</param>
/// <param name="OnlySecond">Rows that only the second has right.</param>
/// <param name="P">The two-sided probability of so uneven a division, or a more uneven one.</param>
public sealed record McNemarTest(long OnlyFirst, long OnlySecond, double P)
{
    /// <summary>Compares two classifiers by which of the same rows they have right.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static McNemarTest Of(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"{first.Count} rows and {second.Count} rows are no pairs.", nameof(second));
        }

        long onlyFirst = first.Zip(second).LongCount(row => row.First && !row.Second);
        long onlySecond = first.Zip(second).LongCount(row => row.Second && !row.First);
        return new McNemarTest(onlyFirst, onlySecond, Probability(onlyFirst, onlySecond));
    }

    /// <summary>Twice the binomial tail with one half, 1 at most. In logarithms, since a half to the power of many rows is no double.</summary>
    private static double Probability(long one, long other)
    {
        long count = one + other;
        double tail = 0;
        double logOfTerm = -count * Math.Log(2); // of no heads
        for (long heads = 0; heads <= Math.Min(one, other); heads++)
        {
            tail += Math.Exp(logOfTerm);
            logOfTerm += Math.Log(count - heads) - Math.Log(heads + 1);
        }

        return Math.Min(1, 2 * tail);
    }
}
