using Hone.Training.Data;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

/// <summary>Rows of every kind of which a made-up model has some right and some wrong.</summary>
internal static class SampleRows
{
    private static readonly string[] Labels = ["a", "b", "c", "d"];

    public static IReadOnlyList<string> Kinds { get; } = ["mean", "labels", "label-sets", "correlation", "combined"];

    public static RowMetrics Of(string kind, int count, int seed)
    {
        int[] gold = Draw(count, 1, Labels.Length);
        int[] wrong = Draw(count, seed + 100, Labels.Length);
        int[] chance = Draw(count, seed + 200, 10);
        int[] predicted = [.. gold.Zip(wrong, chance).Select(row => row.Third < 7 ? row.First : row.Second)];
        double[] losses = [.. chance.Select(value => 0.1 * value)];
        return kind switch
        {
            "mean" => new MeanRows("loss", losses, [.. gold.Select(label => 1L + label)], "perplexity"),
            "labels" => DecisionRows.OfLabels(gold, predicted, Labels),
            "label-sets" => DecisionRows.OfLabelSets([.. gold.Select(Set)], [.. predicted.Select(Set)], Labels),
            "correlation" => new CorrelationRows([.. gold.Select(label => (double)label)], [.. predicted.Zip(losses, (label, loss) => label + loss)]),
            _ => new CombinedRows(DecisionRows.OfLabels(gold, predicted, Labels), new MeanRows("loss", losses)),
        };

        static IReadOnlyList<int> Set(int label) => label == 0 ? [] : label == 1 ? [0, 1] : [label];
    }

    public static Dictionary<string, double> MeasureAll(RowMetrics rows) => rows.Measure(Enumerable.Range(0, rows.Count).ToArray());

    private static int[] Draw(int count, int seed, int limit)
    {
        SplitMix64 random = new(seed);
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            drawn[i] = random.NextInt(limit);
        }

        return drawn;
    }
}
