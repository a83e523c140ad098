namespace Hone.Training.Text.Noise;

/// <summary>
/// What a quick linear model thinks of the labels of texts that it has not learnt: the rows are shared out among folds, and those of each are judged by a
/// model that learnt from the others.
/// </summary>
internal static class CrossValidation
{
    /// <summary>How many folds there are.</summary>
    public const int Folds = 5;

    /// <summary>Weights of one model; with more labels there are fewer features, onto which more strings fall.</summary>
    private const int Weights = 1 << 23;

    private const int MostFeatures = 1 << 18;

    /// <summary>The probability of every label for every row: <c>[rows][labels]</c>.</summary>
    /// <param name="features">The features of each row.</param>
    /// <param name="labels">The label of each row, from 0.</param>
    /// <param name="folds">The fold of each row, so that rows with the same text are in one.</param>
    /// <param name="classes">How many labels there are.</param>
    /// <param name="seed">Of the order in which the models learn.</param>
    /// <param name="cancellationToken">Ends the learning.</param>
    public static float[][] Predict(
        IReadOnlyList<uint[]> features,
        int[] labels,
        int[] folds,
        int classes,
        long seed,
        CancellationToken cancellationToken)
    {
        int count = MostFeatures;
        while (count * (long)classes > Weights)
        {
            count /= 2;
        }

        SparseRow[] rows = SparseRow.Weighted(features, count);
        float[][] probabilities = new float[rows.Length][];
        Parallel.For(0, Folds, new ParallelOptions { CancellationToken = cancellationToken }, fold =>
        {
            SoftmaxRegression model = new(count, classes);
            model.Fit(rows, labels, [.. Enumerable.Range(0, rows.Length).Where(row => folds[row] != fold)], seed, cancellationToken);
            for (int row = 0; row < rows.Length; row++)
            {
                if (folds[row] == fold)
                {
                    model.Predict(rows[row], probabilities[row] = new float[classes]);
                }
            }
        });
        return probabilities;
    }
}
