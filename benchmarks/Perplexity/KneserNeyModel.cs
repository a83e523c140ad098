using System.Runtime.InteropServices;

namespace Hone.Benchmarks.Perplexity;

/// <summary>
/// An n-gram model with interpolated Kneser–Ney smoothing (Kneser &amp; Ney 1995; Chen &amp; Goodman 1999), one discount per order, estimated from
/// counts of counts (Ney, Essen &amp; Kneser 1994). Below the highest order a token counts as often as there are different tokens before it; below
/// the lowest every token of the vocabulary is equally likely, so that no token has a probability of zero.
/// </summary>
internal sealed class KneserNeyModel
{
    // Of a corpus so small that it has no n-gram that occurs once, nothing can be estimated.
    private const double DefaultDiscount = 0.5;

    private readonly int vocabularySize;
    private readonly Order[] orders;

    private KneserNeyModel(int vocabularySize, Order[] orders)
    {
        this.vocabularySize = vocabularySize;
        this.orders = orders;
    }

    /// <summary>Counts sequences; n-grams do not cross from one to the next.</summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="order">How many tokens an n-gram has: 3 for a trigram model.</param>
    /// <param name="vocabularySize">How many tokens there are.</param>
    public static KneserNeyModel Train(IEnumerable<int[]> sequences, int order, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        Dictionary<NGram, int> counts = [];
        foreach (int[] sequence in sequences)
        {
            for (int end = order; end <= sequence.Length; end++)
            {
                Increment(counts, NGram.Of(sequence.AsSpan(end - order, order)));
            }
        }

        Order[] orders = new Order[order];
        for (int length = order; length >= 1; length--)
        {
            orders[length - 1] = new Order(counts);
            counts = length > 1 ? Continuations(counts.Keys) : [];
        }

        return new KneserNeyModel(vocabularySize, orders);
    }

    /// <summary>How likely a token is after others.</summary>
    /// <param name="context">The tokens before it; the last of them count, and there may be fewer than the model could use.</param>
    /// <param name="token">The token.</param>
    public double Probability(ReadOnlySpan<int> context, int token)
    {
        double probability = 1.0 / vocabularySize;
        int longest = Math.Min(context.Length, orders.Length - 1);
        for (int length = 0; length <= longest; length++)
        {
            probability = orders[length].Interpolate(NGram.Of(context[^length..]), token, probability);
        }

        return probability;
    }

    /// <summary>How many different tokens are before each shorter n-gram.</summary>
    private static Dictionary<NGram, int> Continuations(IEnumerable<NGram> grams)
    {
        Dictionary<NGram, int> continuations = [];
        foreach (NGram gram in grams)
        {
            Increment(continuations, gram.WithoutFirst());
        }

        return continuations;
    }

    private static void Increment(Dictionary<NGram, int> counts, NGram gram) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;

    /// <summary>The counts of n-grams of one length.</summary>
    private sealed class Order
    {
        private readonly Dictionary<NGram, int> counts;
        private readonly Dictionary<NGram, (long Total, int Types)> contexts = [];
        private readonly double discount;

        public Order(Dictionary<NGram, int> counts)
        {
            this.counts = counts;
            foreach ((NGram gram, int count) in counts)
            {
                NGram context = gram.WithoutLast();
                (long total, int types) = contexts.GetValueOrDefault(context);
                contexts[context] = (total + count, types + 1);
            }

            double once = counts.Values.Count(count => count == 1);
            double twice = counts.Values.Count(count => count == 2);
            discount = once == 0 ? DefaultDiscount : once / (once + (2 * twice));
        }

        /// <summary>Takes the discount off what was seen and deals it out as the shorter context says.</summary>
        public double Interpolate(NGram context, int token, double shorter)
        {
            if (!contexts.TryGetValue(context, out (long Total, int Types) seen))
            {
                return shorter;
            }

            double kept = Math.Max(counts.GetValueOrDefault(context.With(token)) - discount, 0);
            return (kept + (discount * seen.Types * shorter)) / seen.Total;
        }
    }
}
