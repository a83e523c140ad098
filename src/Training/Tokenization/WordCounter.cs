using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Hone.Training.Tokenization;

/// <summary>Counts the words of a corpus, in the form of the vocabulary.</summary>
internal static class WordCounter
{
    /// <summary>Counts the words of many texts on all processors. Words too long to be spelled are left out.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="normalizer">What is a word, and how it is written.</param>
    /// <param name="cancellationToken">Ends the count between two texts.</param>
    public static Dictionary<string, long> Count(IEnumerable<string> texts, BertNormalizer normalizer, CancellationToken cancellationToken)
    {
        Dictionary<string, long> asWritten = new(StringComparer.Ordinal);
        Lock merging = new();
        Parallel.ForEach(
            Partitioner.Create(texts, EnumerablePartitionerOptions.NoBuffering), // one text in memory per thread, however large
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new Dictionary<string, long>(StringComparer.Ordinal),
            (text, _, counts) =>
            {
                Count(text, normalizer, counts);
                return counts;
            },
            counts =>
            {
                lock (merging)
                {
                    Merge(counts, asWritten);
                }
            });
        return Normalize(asWritten, normalizer);
    }

    private static void Count(string text, BertNormalizer normalizer, Dictionary<string, long> counts)
    {
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        int position = 0;
        while (normalizer.NextWord(text, ref position, out ReadOnlySpan<char> word))
        {
            if (word.Length <= BertNormalizer.BufferLength)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out _)++;
            }
        }
    }

    private static void Merge(Dictionary<string, long> from, Dictionary<string, long> into)
    {
        foreach ((string word, long count) in from)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(into, word, out _) += count;
        }
    }

    private static Dictionary<string, long> Normalize(Dictionary<string, long> asWritten, BertNormalizer normalizer)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[BertNormalizer.BufferLength];
        foreach ((string word, long count) in asWritten)
        {
            int length = normalizer.Normalize(word, buffer, [], out _);
            if (length > 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, buffer[..length], out _) += count;
            }
        }

        return counts;
    }
}
