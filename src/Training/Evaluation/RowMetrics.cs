namespace Hone.Training.Evaluation;

/// <summary>
/// What is known of each row of a split, such that metrics can be measured on any rows of it: drawn with repeats for an interval, or from two models for
/// the test of a difference. Measured on all rows in their order, they are exactly the metrics of the evaluation.
/// </summary>
public abstract class RowMetrics
{
    /// <summary>How many rows.</summary>
    public abstract int Count { get; }

    /// <summary>Measures the metrics of some rows.</summary>
    /// <param name="rows">The rows by their places; a row may come repeatedly.</param>
    /// <param name="metrics">Receives each metric under its name.</param>
    public abstract void Measure(ReadOnlySpan<int> rows, Dictionary<string, double> metrics);

    /// <summary>These rows and behind them those of another model.</summary>
    /// <exception cref="ArgumentException">The other rows are of another kind.</exception>
    public abstract RowMetrics Append(RowMetrics other);

    /// <summary>The metrics of some rows.</summary>
    public Dictionary<string, double> Measure(ReadOnlySpan<int> rows)
    {
        Dictionary<string, double> metrics = [];
        Measure(rows, metrics);
        return metrics;
    }

    /// <summary>Rows of the same kind as these.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    private protected static T Same<T>(RowMetrics other)
        where T : RowMetrics => other as T ?? throw new ArgumentException($"Rows of {other.GetType().Name} and of {typeof(T).Name} have no metrics in common.", nameof(other));
}
