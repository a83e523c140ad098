using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Learns a WordPiece vocabulary as Hugging Face's trainer does: the special tokens, the characters, then pieces joined from the
/// most frequent pairs. The same texts give the same vocabulary, in whatever order they come.
/// </summary>
public static class WordPieceTrainer
{
    private const int MergesPerReport = 100;

    /// <summary>Trains a tokenizer. The vocabulary is smaller than asked for when the texts do not hold enough pairs.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="options">How large the vocabulary may be, and the form of its letters.</param>
    /// <param name="progress">Told how many pieces there are, and how many there may be.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static WordPieceTokenizer Train(
        IEnumerable<string> texts, TokenizerOptions options, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        TokenizerOptions resolved = options.Resolve(TokenizerKind.Wordpiece);
        bool lowercase = resolved.Lowercase is true;
        bool stripAccents = resolved.StripAccents is true;
        BertNormalizer normalizer = new(lowercase, stripAccents);
        TextNormalizer before = new(TextNormalizer.FormOf(resolved));
        Dictionary<string, long> words = WordCounter.Count(texts, before, normalizer, cancellationToken);
        int room = options.VocabularySize - SpecialTokens.All.Count;
        WordPieceAlphabet alphabet = new(words, options.MinimumFrequency, room);
        List<string> pieces =
        [
            .. SpecialTokens.All,
            .. alphabet.Letters,
            .. alphabet.Continuing.Select(letter => PieceTrie.ContinuationPrefix + letter),
        ];

        PairMerger merger = new(pieces, words, PieceTrie.ContinuationPrefix, InOrdinalOrder);
        int chinese = 0;
        for (long step = 0; pieces.Count < options.VocabularySize; step++)
        {
            if (step % MergesPerReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Invoke(pieces.Count, options.VocabularySize);
            }

            long best = merger.FindBest();
            if (chinese < alphabet.Chinese.Count && alphabet.Chinese[chinese].Value >= best)
            {
                pieces.Add(alphabet.Chinese[chinese++].Key);
            }
            else if (best > 0 && best >= options.MinimumFrequency)
            {
                merger.Merge();
            }
            else
            {
                break;
            }
        }

        progress?.Invoke(pieces.Count, pieces.Count);
        return new WordPieceTokenizer(pieces, lowercase, stripAccents, before);

        int InOrdinalOrder((int First, int Second) left, (int First, int Second) right)
        {
            int order = string.CompareOrdinal(pieces[left.First], pieces[right.First]);
            return order != 0 ? order : string.CompareOrdinal(pieces[left.Second], pieces[right.Second]);
        }
    }
}
