namespace Hone.Training.Evaluation;

/// <summary>
/// Accuracy, precision, recall and F1 of single-label classification, equal to scikit-learn's <c>precision_recall_fscore_support</c> with
/// <c>zero_division=0</c>.
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="gold">The true label of each example, as an index into <paramref name="labels"/>.</param>
    /// <param name="predicted">The predicted label of each example, likewise.</param>
    /// <param name="labels">The model's labels.</param>
    /// <exception cref="ArgumentException">There are no examples, the lists differ in length, or an index is no label's.</exception>
    public static ClassificationEvaluation Compute(IReadOnlyList<int> gold, IReadOnlyList<int> predicted, IReadOnlyList<string> labels)
    {
        long[][] confusion = Count(gold, predicted, labels.Count);
        LabelEvaluation[] perLabel = [.. labels.Select((label, index) => Judge(label, index, confusion))];
        int[] occurring = [.. Enumerable.Range(0, labels.Count).Where(index => perLabel[index].Support > 0 || Predicted(confusion, index) > 0)];
        double accuracy = Enumerable.Range(0, labels.Count).Sum(index => confusion[index][index]) / (double)gold.Count;
        return new ClassificationEvaluation
        {
            Examples = gold.Count,
            Accuracy = accuracy,
            Micro = new Averages(accuracy, accuracy, accuracy),
            Macro = Average([.. occurring.Select(index => perLabel[index])], _ => 1),
            Weighted = Average(perLabel, label => label.Support),
            Labels = perLabel,
            ConfusionMatrix = confusion,
        };
    }

    private static long[][] Count(IReadOnlyList<int> gold, IReadOnlyList<int> predicted, int labels)
    {
        if (gold.Count == 0 || gold.Count != predicted.Count)
        {
            throw new ArgumentException($"{gold.Count} examples with {predicted.Count} predictions cannot be evaluated.", nameof(predicted));
        }

        long[][] confusion = [.. Enumerable.Range(0, labels).Select(_ => new long[labels])];
        for (int index = 0; index < gold.Count; index++)
        {
            if (gold[index] < 0 || gold[index] >= labels || predicted[index] < 0 || predicted[index] >= labels)
            {
                throw new ArgumentException($"Example {index} has the label {gold[index]} and the prediction {predicted[index]}; there are {labels} labels.", nameof(gold));
            }

            confusion[gold[index]][predicted[index]]++;
        }

        return confusion;
    }

    private static LabelEvaluation Judge(string label, int index, long[][] confusion)
    {
        long right = confusion[index][index];
        long support = confusion[index].Sum();
        long predicted = Predicted(confusion, index);
        return new LabelEvaluation(label, Divide(right, predicted), Divide(right, support), Divide(2 * right, support + predicted), support);
    }

    private static Averages Average(IReadOnlyList<LabelEvaluation> labels, Func<LabelEvaluation, long> weigh)
    {
        double total = labels.Sum(weigh);
        double Mean(Func<LabelEvaluation, double> value) => labels.Sum(label => weigh(label) * value(label)) / total;
        return new Averages(Mean(label => label.Precision), Mean(label => label.Recall), Mean(label => label.F1));
    }

    private static long Predicted(long[][] confusion, int label) => confusion.Sum(row => row[label]);

    private static double Divide(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
