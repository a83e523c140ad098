using System.Runtime.InteropServices;

namespace Hone.Training.Data;

/// <summary>The encoded examples of a split, and the batches they are dealt out in: of similar length, by a budget of tokens.</summary>
/// <typeparam name="TExample">The task's examples.</typeparam>
/// <param name="examples">The examples.</param>
/// <param name="batchTokens">The most tokens in a batch; a longer example is a batch of its own.</param>
/// <param name="weights">
/// How often each example is drawn compared to others: an epoch then draws as many as there are, with replacement. Null: each exactly once.
/// </param>
public sealed class ExampleSet<TExample>(IReadOnlyList<TExample> examples, int batchTokens, IReadOnlyList<double>? weights = null)
    where TExample : EncodedExample
{
    // Sequences are sorted by length within this many batches: enough for long runs of equal length, few enough to keep batches random.
    private const int BatchesSortedTogether = 16;

    /// <summary>How many examples.</summary>
    public int Count => examples.Count;

    /// <summary>Tokens of all examples.</summary>
    public long Tokens { get; } = examples.Sum(example => (long)example.Ids.Length);

    /// <summary>The examples in their order.</summary>
    public IReadOnlyList<TExample> Examples => examples;

    /// <summary>The batches of one epoch, in a random order, collated one by one.</summary>
    public IEnumerable<ExampleBatch<TExample>> Epoch(long seed, long epoch) => Plan(seed, epoch).Select(Collate);

    /// <summary>How many batches a number of epochs has.</summary>
    public long BatchesIn(int epochs, long seed) => Enumerable.Range(0, epochs).Sum(epoch => (long)Plan(seed, epoch).Count);

    /// <summary>All examples once, sorted by length; <paramref name="positions"/> receives, batch after batch, the place of each example.</summary>
    public IEnumerable<ExampleBatch<TExample>> Sorted(out int[] positions)
    {
        positions = [.. Enumerable.Range(0, Count).OrderBy(Length)];
        return Cut(positions).Select(Collate);
    }

    /// <summary>Which examples form each batch of an epoch.</summary>
    private List<int[]> Plan(long seed, long epoch)
    {
        SplitMix64 random = new(seed, epoch);
        int[] order = weights is null ? [.. Enumerable.Range(0, Count)] : Draw(weights, ref random);
        random.Shuffle(order.AsSpan());
        int window = (int)Math.Max(1, Count * Math.Min(1.0, (double)BatchesSortedTogether * batchTokens / Math.Max(1, Tokens)));
        List<int[]> batches = [.. order.Chunk(window).SelectMany(together => Cut(together.OrderBy(Length)))];
        random.Shuffle(CollectionsMarshal.AsSpan(batches));
        return batches;
    }

    /// <summary>Draws as many examples as there are, with replacement.</summary>
    private static int[] Draw(IReadOnlyList<double> weights, ref SplitMix64 random)
    {
        double[] sums = new double[weights.Count];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = sum += weights[i];
        }

        int[] drawn = new int[sums.Length];
        for (int i = 0; i < drawn.Length; i++)
        {
            int place = Array.BinarySearch(sums, random.NextDouble() * sum);
            drawn[i] = Math.Min(place >= 0 ? place + 1 : ~place, sums.Length - 1);
        }

        return drawn;
    }

    /// <summary>Cuts examples, sorted by length, into batches within the budget.</summary>
    private IEnumerable<int[]> Cut(IEnumerable<int> sorted)
    {
        List<int> batch = [];
        int tokens = 0;
        foreach (int index in sorted)
        {
            if (batch.Count > 0 && tokens + Length(index) > batchTokens)
            {
                yield return [.. batch];
                batch.Clear();
                tokens = 0;
            }

            batch.Add(index);
            tokens += Length(index);
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }

    private int Length(int index) => examples[index].Ids.Length;

    private ExampleBatch<TExample> Collate(int[] batch) => new([.. batch.Select(index => examples[index])]);
}
