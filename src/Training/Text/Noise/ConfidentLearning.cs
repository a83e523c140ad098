namespace Hone.Training.Text.Noise;

/// <summary>
/// Finds labels that are probably wrong, after confident learning (Northcutt, Jiang and Chuang, 2021): what a model that did not learn a row thinks of its labels is
/// weighed against how sure it is of each label on average where rows have it. A row is suspicious where another label is likeliest, at least half as likely as it is on
/// average where rows have it, and ten times as likely as the row's own. The paper asks for all of the average and for nothing of the last; with these two the search found
/// more of the labels that were changed on purpose, and fewer of the others.
/// </summary>
internal static class ConfidentLearning
{
    private const float PartOfAverage = 0.5f;
    private const float TimesAsLikely = 10;

    /// <summary>The rows whose labels are suspicious, most of all first, each with the label it is expected to have.</summary>
    /// <param name="probabilities">Of every label for every row, by a model that did not learn that row: <c>[rows][labels]</c>.</param>
    /// <param name="labels">The label of each row.</param>
    public static IReadOnlyList<(int Row, int Expected)> Find(float[][] probabilities, int[] labels)
    {
        float[] averages = [.. Averages(probabilities, labels)];
        List<(int Row, int Expected)> found = [];
        for (int row = 0; row < labels.Length; row++)
        {
            float[] given = probabilities[row];
            int likeliest = Array.IndexOf(given, given.Max());
            if (given[likeliest] >= PartOfAverage * averages[likeliest] && given[likeliest] >= TimesAsLikely * given[labels[row]])
            {
                found.Add((row, likeliest));
            }
        }

        return [.. found.OrderByDescending(pair => probabilities[pair.Row][pair.Expected] / probabilities[pair.Row][labels[pair.Row]]).ThenBy(pair => pair.Row)];
    }

    /// <summary>Of each label the mean probability that rows with it are given of it.</summary>
    private static IEnumerable<float> Averages(float[][] probabilities, int[] labels)
    {
        double[] sums = new double[probabilities[0].Length];
        int[] rows = new int[sums.Length];
        foreach ((float[] given, int label) in probabilities.Zip(labels))
        {
            sums[label] += given[label];
            rows[label]++;
        }

        return sums.Zip(rows, (sum, count) => (float)(sum / Math.Max(1, count)));
    }
}
