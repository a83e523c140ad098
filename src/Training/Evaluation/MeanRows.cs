namespace Hone.Training.Evaluation;

/// <summary>A metric that is the mean of something over what is judged in the rows: a loss per word, the part that is right.</summary>
/// <param name="name">The metric.</param>
/// <param name="sums">Of each row the sum over what is judged in it.</param>
/// <param name="weights">How much is judged in each row.</param>
/// <param name="exponential">The name under which e to the power of the mean is given as well; null: it is not.</param>
public sealed class MeanRows(string name, IReadOnlyList<double> sums, IReadOnlyList<long> weights, string? exponential = null) : RowMetrics
{
    private readonly IReadOnlyList<double> sums = sums;
    private readonly IReadOnlyList<long> weights = weights;

    /// <summary>One thing is judged in each row.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="values">Of each row.</param>
    public MeanRows(string name, IReadOnlyList<double> values)
        : this(name, values, [.. values.Select(_ => 1L)])
    {
    }

    /// <inheritdoc/>
    public override int Count => sums.Count;

    /// <summary>The mean over all rows.</summary>
    public double Mean => Of([.. Enumerable.Range(0, Count)]);

    /// <summary>The mean of each row by itself; 0 where nothing is judged in it.</summary>
    public double[] Means => [.. sums.Zip(weights, (sum, weight) => weight == 0 ? 0 : sum / weight)];

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> rows, Dictionary<string, double> metrics)
    {
        double mean = Of(rows);
        metrics[name] = mean;
        if (exponential is not null)
        {
            metrics[exponential] = Math.Exp(mean);
        }
    }

    /// <inheritdoc/>
    public override RowMetrics Append(RowMetrics other)
    {
        MeanRows behind = Same<MeanRows>(other);
        return new MeanRows(name, [.. sums, .. behind.sums], [.. weights, .. behind.weights], exponential);
    }

    private double Of(ReadOnlySpan<int> rows)
    {
        double sum = 0;
        long weight = 0;
        foreach (int row in rows)
        {
            sum += sums[row];
            weight += weights[row];
        }

        return weight == 0 ? 0 : sum / weight;
    }
}
