using System.Runtime.InteropServices;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Learns a byte-level vocabulary as Hugging Face's <c>BpeTrainer</c> with its <c>ByteLevel</c> alphabet does: the special tokens, the
/// 256 bytes, then pieces joined from the most frequent pairs. The same texts give the same vocabulary, in whatever order they come.
/// </summary>
public static class ByteBpeTrainer
{
    private const int MergesPerReport = 100;

    /// <summary>
    /// Trains a tokenizer. The vocabulary is smaller than asked for when the texts do not hold enough pairs; it is never smaller than the
    /// special tokens and the bytes.
    /// </summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="options">How large the vocabulary may be, and the form of its letters.</param>
    /// <param name="family">For whom: an encoder, which learns from masked tokens, gets RoBERTa's special tokens, others get GPT-2's.</param>
    /// <param name="progress">Told how many pieces there are, and how many there may be.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static ByteBpeTokenizer Train(
        IEnumerable<string> texts, TokenizerOptions options, ModelFamily family, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        ByteBpeSpecialTokens special = family == ModelFamily.TransformerEncoder ? ByteBpeSpecialTokens.Roberta : ByteBpeSpecialTokens.Gpt2;
        ByteBpeRules rules = new()
        {
            Normalizer = TextNormalizer.From(options.Resolve(TokenizerKind.ByteBpe)),
            TrimOffsets = special == ByteBpeSpecialTokens.Roberta,
        };
        List<string> pieces = [.. special.All, .. ByteAlphabet.Characters];
        List<(string First, string Second)> merges = [];
        PairMerger merger = new(pieces, CountWords(texts, rules.Normalizer, cancellationToken), "", OlderFirst);
        for (long step = 0; pieces.Count < options.VocabularySize; step++)
        {
            if (step % MergesPerReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Invoke(pieces.Count, options.VocabularySize);
            }

            long best = merger.FindBest();
            if (best == 0 || best < options.MinimumFrequency)
            {
                break;
            }

            merges.Add(merger.Merge());
        }

        progress?.Invoke(pieces.Count, pieces.Count);
        return new ByteBpeTokenizer(new Vocabulary(pieces), merges, rules);
    }

    private static int OlderFirst((int First, int Second) left, (int First, int Second) right) => left.CompareTo(right);

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts, TextNormalizer normalizer, CancellationToken cancellationToken)
    {
        Dictionary<string, long> asWritten = CorpusCounter.Count<string>(
            texts, (text, counts) => Count(text, normalizer, counts), StringComparer.Ordinal, cancellationToken);
        Dictionary<string, long> spelled = new(asWritten.Count, StringComparer.Ordinal);
        foreach ((string word, long count) in asWritten)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(spelled, ByteAlphabet.Spell(word), out _) += count;
        }

        return spelled;
    }

    private static void Count(string text, TextNormalizer normalizer, Dictionary<string, long> counts)
    {
        List<char> normalized = [];
        if (!normalizer.IsIdentity)
        {
            normalizer.Normalize(text).AppendTo(normalized, origins: null);
        }

        ReadOnlySpan<char> characters = normalizer.IsIdentity ? text : CollectionsMarshal.AsSpan(normalized);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        int position = 0;
        while (ByteLevelScanner.NextWord(characters, ref position, out ReadOnlySpan<char> word))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out _)++;
        }
    }
}
