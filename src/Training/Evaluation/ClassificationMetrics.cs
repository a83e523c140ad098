using System.Runtime.InteropServices;

namespace Hone.Training.Evaluation;

/// <summary>
/// Accuracy, precision, recall and F1 of single-label classification, equal to scikit-learn's <c>precision_recall_fscore_support</c> with
/// <c>zero_division=0</c>.
/// </summary>
public static class ClassificationMetrics
{
    private const int MostLabelsOfAMatrix = 256;

    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="gold">The true label of each example, as an index into <paramref name="labels"/>.</param>
    /// <param name="predicted">The predicted label of each example, likewise.</param>
    /// <param name="labels">The model's labels.</param>
    /// <exception cref="ArgumentException">There are no examples, the lists differ in length, or an index is no label's.</exception>
    public static ClassificationEvaluation Compute(IReadOnlyList<int> gold, IReadOnlyList<int> predicted, IReadOnlyList<string> labels)
    {
        Dictionary<(int Gold, int Predicted), long> counts = Count(gold, predicted, labels.Count);
        long[] support = new long[labels.Count];
        long[] given = new long[labels.Count];
        foreach (((int actual, int guess), long count) in counts)
        {
            support[actual] += count;
            given[guess] += count;
        }

        LabelEvaluation[] perLabel = [.. labels.Select((label, index) => LabelEvaluation.Of(label, counts.GetValueOrDefault((index, index)), support[index], given[index]))];
        int[] occurring = [.. Enumerable.Range(0, labels.Count).Where(index => support[index] > 0 || given[index] > 0)];
        double accuracy = counts.Where(pair => pair.Key.Gold == pair.Key.Predicted).Sum(pair => pair.Value) / (double)gold.Count;
        return new ClassificationEvaluation
        {
            Examples = gold.Count,
            Accuracy = accuracy,
            Micro = new Averages(accuracy, accuracy, accuracy),
            Macro = Averages.Mean([.. occurring.Select(index => perLabel[index])], _ => 1),
            Weighted = Averages.Mean(perLabel, label => label.Support),
            Labels = perLabel,
            ConfusionMatrix = labels.Count <= MostLabelsOfAMatrix ? Matrix(counts, labels.Count) : null,
        };
    }

    private static Dictionary<(int Gold, int Predicted), long> Count(IReadOnlyList<int> gold, IReadOnlyList<int> predicted, int labels)
    {
        if (gold.Count == 0 || gold.Count != predicted.Count)
        {
            throw new ArgumentException($"{gold.Count} examples with {predicted.Count} predictions cannot be evaluated.", nameof(predicted));
        }

        Dictionary<(int Gold, int Predicted), long> counts = [];
        for (int index = 0; index < gold.Count; index++)
        {
            if (gold[index] < 0 || gold[index] >= labels || predicted[index] < 0 || predicted[index] >= labels)
            {
                throw new ArgumentException($"Example {index} has the label {gold[index]} and the prediction {predicted[index]}; there are {labels} labels.", nameof(gold));
            }

            CollectionsMarshal.GetValueRefOrAddDefault(counts, (gold[index], predicted[index]), out _)++;
        }

        return counts;
    }

    private static long[][] Matrix(Dictionary<(int Gold, int Predicted), long> counts, int labels)
    {
        long[][] matrix = [.. Enumerable.Range(0, labels).Select(_ => new long[labels])];
        foreach (((int gold, int predicted), long count) in counts)
        {
            matrix[gold][predicted] = count;
        }

        return matrix;
    }
}
