using System.Runtime.InteropServices;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Learns a vocabulary of characters: the special tokens, then the most frequent code points, the most frequent first and equally
/// frequent ones by code point. The same texts give the same vocabulary, in whatever order they come.
/// </summary>
public static class CharTrainer
{
    /// <summary>Trains a tokenizer. The vocabulary is smaller than asked for when the texts do not hold enough characters.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="options">How large the vocabulary may be, how often a character must occur, and the form of letters.</param>
    /// <param name="progress">Told how many characters there are, and how many there may be.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static CharTokenizer Train(
        IEnumerable<string> texts, TokenizerOptions options, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        TextNormalizer normalizer = TextNormalizer.From(options.Resolve(TokenizerKind.Char));
        progress?.Invoke(SpecialTokens.All.Count, options.VocabularySize);
        Dictionary<int, long> counts = CorpusCounter.Count<int>(texts, (text, counts) => Count(text, normalizer, counts), comparer: null, cancellationToken);
        IEnumerable<string> characters = counts
            .Where(pair => pair.Value >= options.MinimumFrequency)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key)
            .Take(options.VocabularySize - SpecialTokens.All.Count)
            .Select(pair => char.ConvertFromUtf32(pair.Key));
        Vocabulary vocabulary = new([.. SpecialTokens.All, .. characters]);
        progress?.Invoke(vocabulary.Count, vocabulary.Count);
        return new CharTokenizer(vocabulary, normalizer);
    }

    private static void Count(string text, TextNormalizer normalizer, Dictionary<int, long> counts)
    {
        foreach (int codePoint in normalizer.Normalize(text).CodePoints)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, codePoint, out _)++;
        }
    }
}
