namespace Hone.Training.Evaluation;

/// <summary>F1 of labels, of types of spans or of roles, by what was decided about them in each row.</summary>
/// <param name="labels">All labels, in the order in which the evaluation takes its means.</param>
/// <param name="rows">The decisions of each row.</param>
/// <param name="labelsAbsent">Whether a label that occurs in no row, neither rightly nor given, counts in the mean over labels.</param>
/// <param name="only">Null: <c>f1/micro</c>, <c>f1/macro</c> and <c>f1/weighted</c> are measured; else the first alone, under this name.</param>
public sealed class DecisionRows(IReadOnlyList<string> labels, IReadOnlyList<Decision[]> rows, bool labelsAbsent = false, string? only = null) : RowMetrics
{
    private readonly IReadOnlyList<string> labels = labels;
    private readonly IReadOnlyList<Decision[]> rows = rows;

    /// <inheritdoc/>
    public override int Count => rows.Count;

    /// <summary>Rows in which exactly one label is right and one is given.</summary>
    /// <param name="gold">The right one of each row, by its place.</param>
    /// <param name="predicted">The given one.</param>
    /// <param name="labels">All labels.</param>
    public static DecisionRows OfLabels(IReadOnlyList<int> gold, IReadOnlyList<int> predicted, IReadOnlyList<string> labels) =>
        new(labels, [.. gold.Zip(predicted, (truth, guess) => truth == guess ? new Decision[] { new(truth, 1, 1, 1) } : [new(truth, 0, 1, 0), new(guess, 0, 0, 1)])]);

    /// <summary>Rows in which any number of labels are right and given.</summary>
    /// <inheritdoc cref="OfLabels"/>
    public static DecisionRows OfLabelSets(IReadOnlyList<IReadOnlyList<int>> gold, IReadOnlyList<IReadOnlyList<int>> predicted, IReadOnlyList<string> labels) => new(
        labels,
        [
            .. gold.Zip(predicted, (truth, guess) => truth.Union(guess)
                .Select(label => new Decision(label, truth.Contains(label) && guess.Contains(label) ? 1 : 0, truth.Contains(label) ? 1 : 0, guess.Contains(label) ? 1 : 0))
                .ToArray()),
        ],
        labelsAbsent: true);

    /// <summary>Rows in which spans of types are to be found.</summary>
    /// <param name="counters">What was counted in each row.</param>
    internal static DecisionRows OfSpans(IReadOnlyList<SpanCounter> counters)
    {
        string[] types = [.. counters.SelectMany(counter => counter.Counts).Select(type => type.Type).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> places = types.Index().ToDictionary(type => type.Item, type => type.Index, StringComparer.Ordinal);
        return new DecisionRows(
            types,
            [.. counters.Select(counter => counter.Counts.Select(type => new Decision(places[type.Type], (int)type.Right, (int)type.Support, (int)type.Given)).ToArray())]);
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> rows, Dictionary<string, double> metrics)
    {
        long[] right = new long[labels.Count];
        long[] support = new long[labels.Count];
        long[] given = new long[labels.Count];
        foreach (int row in rows)
        {
            foreach (Decision decision in this.rows[row])
            {
                right[decision.Label] += decision.Right;
                support[decision.Label] += decision.Support;
                given[decision.Label] += decision.Given;
            }
        }

        metrics[only ?? "f1/micro"] = Averages.Of(right.Sum(), support.Sum(), given.Sum()).F1;
        if (only is null)
        {
            LabelEvaluation[] judged =
            [
                .. Enumerable.Range(0, labels.Count)
                    .Where(label => labelsAbsent || support[label] > 0 || given[label] > 0)
                    .Select(label => LabelEvaluation.Of(labels[label], right[label], support[label], given[label])),
            ];
            metrics["f1/macro"] = Averages.Mean(judged, _ => 1).F1;
            metrics["f1/weighted"] = Averages.Mean(judged, label => label.Support).F1;
        }
    }

    /// <inheritdoc/>
    public override RowMetrics Append(RowMetrics other)
    {
        DecisionRows behind = Same<DecisionRows>(other);
        string[] all = [.. labels.Union(behind.labels, StringComparer.Ordinal)];
        Dictionary<string, int> places = all.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        int[] moved = [.. behind.labels.Select(label => places[label])];
        return new DecisionRows(
            all,
            [.. rows, .. behind.rows.Select(row => row.Select(decision => decision with { Label = moved[decision.Label] }).ToArray())],
            labelsAbsent,
            only);
    }
}
