using System.Runtime.InteropServices;

namespace Hone.Training.Data;

/// <summary>Encoded examples, and the batches they are dealt out in: of similar length, by a budget of tokens.</summary>
/// <param name="sequences">Token ids of each example, special tokens included.</param>
/// <param name="labels">The index of each example's label.</param>
/// <param name="batchTokens">The most tokens in a batch; a longer example is a batch of its own.</param>
public sealed class LabelledSequences(IReadOnlyList<int[]> sequences, IReadOnlyList<int> labels, int batchTokens)
{
    // Sequences are sorted by length within this many batches: enough for long runs of equal length, few enough to keep batches random.
    private const int BatchesSortedTogether = 16;

    /// <summary>How many examples.</summary>
    public int Count => sequences.Count;

    /// <summary>Tokens of all examples.</summary>
    public long Tokens { get; } = sequences.Sum(sequence => (long)sequence.Length);

    /// <summary>The index of each example's label.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>The batches of one epoch, in a random order, collated one by one.</summary>
    public IEnumerable<LabelledBatch> Epoch(long seed, long epoch) => Plan(seed, epoch).Select(Collate);

    /// <summary>How many batches a number of epochs has.</summary>
    public long BatchesIn(int epochs, long seed) => Enumerable.Range(0, epochs).Sum(epoch => (long)Plan(seed, epoch).Count);

    /// <summary>All examples once, sorted by length; <paramref name="positions"/> receives, batch after batch, the place of each example.</summary>
    public IEnumerable<LabelledBatch> Sorted(out int[] positions)
    {
        positions = [.. Enumerable.Range(0, Count).OrderBy(index => sequences[index].Length)];
        return Cut(positions).Select(Collate);
    }

    /// <summary>Which examples form each batch of an epoch.</summary>
    private List<int[]> Plan(long seed, long epoch)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        SplitMix64 random = new(seed, epoch);
        random.Shuffle(order.AsSpan());
        int window = (int)Math.Max(1, Count * Math.Min(1.0, (double)BatchesSortedTogether * batchTokens / Math.Max(1, Tokens)));
        List<int[]> batches = [.. order.Chunk(window).SelectMany(together => Cut(together.OrderBy(index => sequences[index].Length)))];
        random.Shuffle(CollectionsMarshal.AsSpan(batches));
        return batches;
    }

    /// <summary>Cuts examples, sorted by length, into batches within the budget.</summary>
    private IEnumerable<int[]> Cut(IEnumerable<int> sorted)
    {
        List<int> batch = [];
        int tokens = 0;
        foreach (int index in sorted)
        {
            if (batch.Count > 0 && tokens + sequences[index].Length > batchTokens)
            {
                yield return [.. batch];
                batch.Clear();
                tokens = 0;
            }

            batch.Add(index);
            tokens += sequences[index].Length;
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }

    private LabelledBatch Collate(int[] batch) => new(
        [.. batch.SelectMany(index => sequences[index])],
        [.. batch.Select(index => sequences[index].Length)],
        [.. batch.Select(index => (long)labels[index])]);
}
