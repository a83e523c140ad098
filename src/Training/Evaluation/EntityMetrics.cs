using Hone.Training.Text;

namespace Hone.Training.Evaluation;

/// <summary>
/// Precision, recall and F1 of entities, equal to seqeval's in strict mode with IOB2: an <c>I-</c> tag that continues no span of its type is no
/// part of any.
/// </summary>
public static class EntityMetrics
{
    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="gold">The true tags of each sentence, one per word.</param>
    /// <param name="predicted">The predicted tags of each sentence, one per word.</param>
    /// <exception cref="ArgumentException">There are no sentences, or two lists differ in length.</exception>
    public static SpanEvaluation Compute(IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> predicted)
    {
        if (gold.Count == 0 || gold.Count != predicted.Count)
        {
            throw new ArgumentException($"{gold.Count} sentences with {predicted.Count} predictions cannot be evaluated.", nameof(predicted));
        }

        SpanCounter counter = new();
        for (int i = 0; i < gold.Count; i++)
        {
            if (gold[i].Count != predicted[i].Count)
            {
                throw new ArgumentException($"Sentence {i} has {gold[i].Count} words and {predicted[i].Count} predicted tags.", nameof(predicted));
            }

            counter.Add(gold[i], predicted[i]);
        }

        return counter.Evaluate(gold.Count);
    }

    /// <summary>Counts the entities of one sentence.</summary>
    /// <returns>Whether exactly the right ones were found.</returns>
    internal static bool Add(this SpanCounter counter, IReadOnlyList<string> gold, IReadOnlyList<string> predicted) =>
        counter.Add(StrictSpans(gold), StrictSpans(predicted), span => span.Type);

    private static IEnumerable<TypedSpan> StrictSpans(IReadOnlyList<string> tags)
    {
        for (int start = 0; start < tags.Count; start++)
        {
            if (tags[start].StartsWith("B-", StringComparison.Ordinal))
            {
                string type = tags[start][2..];
                int end = start + 1;
                while (end < tags.Count && tags[end] == $"I-{type}")
                {
                    end++;
                }

                yield return new TypedSpan(type, start, end);
            }
        }
    }
}
