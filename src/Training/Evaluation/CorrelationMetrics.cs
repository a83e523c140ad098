namespace Hone.Training.Evaluation;

/// <summary>How far predicted scores go along with true ones, equal to SciPy's <c>pearsonr</c> and <c>spearmanr</c>.</summary>
public static class CorrelationMetrics
{
    /// <summary>Pearson's correlation, from −1 to 1; 0 where all scores of a list are the same, which has no correlation.</summary>
    /// <exception cref="ArgumentException">The lists differ in length or have fewer than two scores, or a score is not finite.</exception>
    public static double Pearson(IReadOnlyList<double> gold, IReadOnlyList<double> predicted)
    {
        Check(gold, predicted);
        double goldMean = gold.Average();
        double predictedMean = predicted.Average();
        double product = 0;
        double goldSquares = 0;
        double predictedSquares = 0;
        for (int i = 0; i < gold.Count; i++)
        {
            double one = gold[i] - goldMean;
            double other = predicted[i] - predictedMean;
            product += one * other;
            goldSquares += one * one;
            predictedSquares += other * other;
        }

        return AllSame(gold) || AllSame(predicted) ? 0 : Math.Clamp(product / Math.Sqrt(goldSquares) / Math.Sqrt(predictedSquares), -1, 1);
    }

    /// <summary>Spearman's correlation: Pearson's of the ranks, equal scores having the mean of their ranks.</summary>
    /// <inheritdoc cref="Pearson"/>
    public static double Spearman(IReadOnlyList<double> gold, IReadOnlyList<double> predicted)
    {
        Check(gold, predicted);
        return Pearson(Rank(gold), Rank(predicted));
    }

    private static void Check(IReadOnlyList<double> gold, IReadOnlyList<double> predicted)
    {
        if (gold.Count < 2 || gold.Count != predicted.Count || !gold.Concat(predicted).All(double.IsFinite))
        {
            throw new ArgumentException($"{gold.Count} and {predicted.Count} scores have no correlation.", nameof(predicted));
        }
    }

    private static bool AllSame(IReadOnlyList<double> scores) => scores.All(score => score == scores[0]);

    private static double[] Rank(IReadOnlyList<double> scores)
    {
        double[] sorted = [.. scores];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end + 1) / 2.0;
            }
        }

        return ranks;
    }
}
