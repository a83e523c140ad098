namespace Hone.Training.Evaluation;

/// <summary>
/// Precision, recall and F1 where an example has any number of labels, equal to scikit-learn's <c>precision_recall_fscore_support</c> of indicator
/// matrices with <c>zero_division=0</c>.
/// </summary>
public static class MultiLabelMetrics
{
    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="gold">The true labels of each example, as indices into <paramref name="labels"/> without repeats.</param>
    /// <param name="predicted">The predicted labels of each example, likewise.</param>
    /// <param name="labels">The model's labels.</param>
    /// <exception cref="ArgumentException">There are no examples, the lists differ in length, or an index is no label's.</exception>
    public static MultiLabelEvaluation Compute(IReadOnlyList<IReadOnlyList<int>> gold, IReadOnlyList<IReadOnlyList<int>> predicted, IReadOnlyList<string> labels)
    {
        if (gold.Count == 0 || gold.Count != predicted.Count)
        {
            throw new ArgumentException($"{gold.Count} examples with {predicted.Count} predictions cannot be evaluated.", nameof(predicted));
        }

        long[] right = new long[labels.Count];
        long[] support = new long[labels.Count];
        long[] given = new long[labels.Count];
        long exact = 0;
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        for (int i = 0; i < gold.Count; i++)
        {
            HashSet<int> truth = ToSet(gold[i], labels.Count);
            HashSet<int> guess = ToSet(predicted[i], labels.Count);
            exact += truth.SetEquals(guess) ? 1 : 0;
            int both = 0;
            foreach (int label in truth)
            {
                support[label]++;
            }

            foreach (int label in guess)
            {
                given[label]++;
                if (truth.Contains(label))
                {
                    right[label]++;
                    both++;
                }
            }

            Averages sample = Averages.Of(both, truth.Count, guess.Count);
            precision += sample.Precision;
            recall += sample.Recall;
            f1 += sample.F1;
        }

        LabelEvaluation[] perLabel = [.. labels.Select((label, index) => LabelEvaluation.Of(label, right[index], support[index], given[index]))];
        return new MultiLabelEvaluation
        {
            Examples = gold.Count,
            SubsetAccuracy = (double)exact / gold.Count,
            Micro = Averages.Of(right.Sum(), support.Sum(), given.Sum()),
            Macro = Averages.Mean(perLabel, _ => 1),
            Weighted = Averages.Mean(perLabel, label => label.Support),
            Samples = new Averages(precision / gold.Count, recall / gold.Count, f1 / gold.Count),
            Labels = perLabel,
        };
    }

    private static HashSet<int> ToSet(IReadOnlyList<int> some, int labels)
    {
        HashSet<int> set = [.. some];
        return set.Count == some.Count && set.All(label => label >= 0 && label < labels)
            ? set
            : throw new ArgumentException($"The labels of an example must be different indices below {labels}.", nameof(some));
    }
}
