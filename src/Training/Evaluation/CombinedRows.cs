namespace Hone.Training.Evaluation;

/// <summary>Several kinds of knowledge of the same rows.</summary>
/// <param name="parts">At least one, all of the same rows.</param>
public sealed class CombinedRows(params IReadOnlyList<RowMetrics> parts) : RowMetrics
{
    private readonly IReadOnlyList<RowMetrics> parts = parts;

    /// <inheritdoc/>
    public override int Count => parts[0].Count;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> rows, Dictionary<string, double> metrics)
    {
        foreach (RowMetrics part in parts)
        {
            part.Measure(rows, metrics);
        }
    }

    /// <inheritdoc/>
    public override RowMetrics Append(RowMetrics other)
    {
        IReadOnlyList<RowMetrics> others = Same<CombinedRows>(other).parts;
        return others.Count == parts.Count
            ? new CombinedRows([.. parts.Zip(others, (part, of) => part.Append(of))])
            : throw new ArgumentException("The rows have not the same metrics.", nameof(other));
    }
}
