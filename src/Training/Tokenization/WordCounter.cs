using System.Runtime.InteropServices;

namespace Hone.Training.Tokenization;

/// <summary>Counts the words of a corpus, in the form of the vocabulary.</summary>
internal static class WordCounter
{
    /// <summary>Counts the words of many texts on all processors. Words too long to be spelled are left out.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="before">The form that text is brought into first.</param>
    /// <param name="normalizer">What is a word, and how it is written.</param>
    /// <param name="cancellationToken">Ends the count between two texts.</param>
    public static Dictionary<string, long> Count(
        IEnumerable<string> texts, TextNormalizer before, BertNormalizer normalizer, CancellationToken cancellationToken)
    {
        Dictionary<string, long> asWritten = CorpusCounter.Count<string>(
            texts, (text, counts) => Count(before.IsIdentity ? text : before.Normalize(text).ToUtf16(), normalizer, counts), StringComparer.Ordinal, cancellationToken);
        return Normalize(asWritten, normalizer);
    }

    private static void Count(ReadOnlySpan<char> text, BertNormalizer normalizer, Dictionary<string, long> counts)
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
