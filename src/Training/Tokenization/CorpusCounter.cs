using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Hone.Training.Tokenization;

/// <summary>Counts what occurs in a corpus, on all processors.</summary>
internal static class CorpusCounter
{
    /// <summary>Counts over many texts.</summary>
    /// <typeparam name="TKey">What is counted, such as a word or a character.</typeparam>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="count">Adds what one text holds to counts that no other thread uses.</param>
    /// <param name="comparer">What is the same; null for the default.</param>
    /// <param name="cancellationToken">Ends the count between two texts.</param>
    public static Dictionary<TKey, long> Count<TKey>(
        IEnumerable<string> texts, Action<string, Dictionary<TKey, long>> count, IEqualityComparer<TKey>? comparer, CancellationToken cancellationToken)
        where TKey : notnull
    {
        Dictionary<TKey, long> total = new(comparer);
        Lock merging = new();
        Parallel.ForEach(
            Partitioner.Create(texts, EnumerablePartitionerOptions.NoBuffering), // one text in memory per thread, however large
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new Dictionary<TKey, long>(comparer),
            (text, _, counts) =>
            {
                count(text, counts);
                return counts;
            },
            counts =>
            {
                lock (merging)
                {
                    foreach ((TKey key, long times) in counts)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(total, key, out _) += times;
                    }
                }
            });
        return total;
    }
}
