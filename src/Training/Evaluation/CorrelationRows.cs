namespace Hone.Training.Evaluation;

/// <summary>How far the scores of pairs go along with the true ones. Fewer than two rows have no correlation, which is given as 0.</summary>
/// <param name="gold">The true score of each row, finite.</param>
/// <param name="predicted">The predicted one, finite.</param>
public sealed class CorrelationRows(IReadOnlyList<double> gold, IReadOnlyList<double> predicted) : RowMetrics
{
    private readonly IReadOnlyList<double> gold = gold;
    private readonly IReadOnlyList<double> predicted = predicted;

    /// <inheritdoc/>
    public override int Count => gold.Count;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> rows, Dictionary<string, double> metrics)
    {
        double[] truth = new double[rows.Length];
        double[] guess = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (truth[i], guess[i]) = (gold[rows[i]], predicted[rows[i]]);
        }

        metrics["spearman"] = rows.Length < 2 ? 0 : CorrelationMetrics.Spearman(truth, guess);
        metrics["pearson"] = rows.Length < 2 ? 0 : CorrelationMetrics.Pearson(truth, guess);
    }

    /// <inheritdoc/>
    public override RowMetrics Append(RowMetrics other)
    {
        CorrelationRows behind = Same<CorrelationRows>(other);
        return new CorrelationRows([.. gold, .. behind.gold], [.. predicted, .. behind.predicted]);
    }
}
