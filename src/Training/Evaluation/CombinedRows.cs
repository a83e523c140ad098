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

        // Of two models one may tell more, such as senses beside roles: what only one was judged by comes last, and is left out.
        return new CombinedRows([.. parts.Zip(others, (part, of) => part.Append(of))]);
    }
}
