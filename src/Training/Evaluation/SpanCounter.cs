namespace Hone.Training.Evaluation;

/// <summary>Counts spans that were to be found, were found, and were found rightly, per type.</summary>
internal sealed class SpanCounter
{
    private readonly SortedDictionary<string, (long Right, long Support, long Given)> types = new(StringComparer.Ordinal);

    /// <summary>What was counted of each type, in ordinal order.</summary>
    public IEnumerable<(string Type, long Right, long Support, long Given)> Counts => types.Select(type => (type.Key, type.Value.Right, type.Value.Support, type.Value.Given));

    /// <summary>Compares what is to be found in one place with what was found there; equal values are the same span.</summary>
    /// <param name="gold">What is to be found, without repeats.</param>
    /// <param name="predicted">What was found, without repeats.</param>
    /// <param name="typeOf">The type of a span.</param>
    /// <returns>Whether exactly the right spans were found.</returns>
    public bool Add<T>(IEnumerable<T> gold, IEnumerable<T> predicted, Func<T, string> typeOf)
        where T : notnull
    {
        HashSet<T> truth = [.. gold];
        HashSet<T> guess = [.. predicted];
        foreach (T span in truth)
        {
            Count(typeOf(span), (0, 1, 0));
        }

        foreach (T span in guess)
        {
            Count(typeOf(span), (truth.Contains(span) ? 1 : 0, 0, 1));
        }

        return truth.SetEquals(guess);
    }

    /// <summary>The result.</summary>
    public SpanEvaluation Evaluate(long sentences)
    {
        LabelEvaluation[] perType = [.. types.Select(type => LabelEvaluation.Of(type.Key, type.Value.Right, type.Value.Support, type.Value.Given))];
        return new SpanEvaluation
        {
            Sentences = sentences,
            Micro = Averages.Of(types.Values.Sum(type => type.Right), types.Values.Sum(type => type.Support), types.Values.Sum(type => type.Given)),
            Macro = Averages.Mean(perType, _ => 1),
            Weighted = Averages.Mean(perType, type => type.Support),
            Types = perType,
        };
    }

    private void Count(string type, (long Right, long Support, long Given) more)
    {
        (long right, long support, long given) = types.GetValueOrDefault(type);
        types[type] = (right + more.Right, support + more.Support, given + more.Given);
    }
}
