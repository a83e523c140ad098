using System.Text;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// WordPiece with BERT's rules (Devlin et al., 2019; the algorithm is that of Schuster and Nakajima, 2012): a text is cut into words,
/// and each word into the longest pieces of the vocabulary, from left to right. Gives the ids and offsets of Hugging Face's
/// <c>BertNormalizer</c>, <c>BertPreTokenizer</c> and <c>WordPiece</c>, but the name of a special token in a text is text like any other.
/// Any string can be encoded; an unpaired surrogate is left out. Safe to use from many threads.
/// </summary>
public sealed class WordPieceTokenizer : Tokenizer
{
    private readonly TextNormalizer before;
    private readonly TextNormalizer beforePlaces;
    private readonly BertNormalizer normalizer;
    private readonly PieceTrie trie;
    private readonly WordCache cache;

    /// <param name="vocabulary">The tokens in the order of their ids, the special ones among them.</param>
    /// <param name="lowercase">Whether letters are lower-cased.</param>
    /// <param name="stripAccents">Whether non-spacing marks are left out; BERT does so where it lower-cases.</param>
    /// <param name="before">The form that text is brought into before BERT's rules see it.</param>
    /// <exception cref="InvalidDataException">A token occurs twice, or a special token is missing.</exception>
    internal WordPieceTokenizer(IEnumerable<string> vocabulary, bool lowercase, bool? stripAccents = null, TextNormalizer? before = null)
        : base(new Vocabulary(vocabulary), SpecialTokens.Classification, SpecialTokens.Separator, SpecialTokens.Mask, SpecialTokens.Unknown, SpecialTokens.All)
    {
        this.before = before ?? new TextNormalizer();
        normalizer = new BertNormalizer(lowercase, stripAccents ?? lowercase);

        // Ids do not show in which order marks stood that are left out; places do, where a text has them in an order that no language has.
        beforePlaces = StripAccents ? new TextNormalizer([.. this.before.Steps, NormalizationStep.CleanText, NormalizationStep.Nfd]) : this.before;
        trie = new PieceTrie(Vocabulary.Tokens);
        cache = new WordCache(EncodeWord);
    }

    /// <inheritdoc/>
    public override TokenizerKind Kind => TokenizerKind.Wordpiece;

    /// <summary>Whether letters are lower-cased.</summary>
    public bool Lowercase => normalizer.Lowercase;

    /// <summary>Whether non-spacing marks are left out.</summary>
    public bool StripAccents => normalizer.StripAccents;

    /// <summary>The form that text is brought into before BERT's rules see it.</summary>
    internal TextNormalizer Before => before;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        ReadOnlySpan<char> read = before.IsIdentity ? text : before.Normalize(text).ToUtf16();
        int position = 0;
        while (normalizer.NextWord(read, ref position, out ReadOnlySpan<char> word))
        {
            cache.Append(word, ids);
        }
    }

    /// <inheritdoc/>
    public override TokenDecoder CreateDecoder() => new WordPieceDecoder(this);

    /// <inheritdoc/>
    public override IReadOnlyList<Token> Tokenize(string text)
    {
        // ASCII has no marks and is in every Unicode form; what is to be cleaned in it is passed over by BERT's rules themselves.
        if (beforePlaces.IsIdentity || (before.IsIdentity && Ascii.IsValid(text)))
        {
            return TokenizeRead(text);
        }

        NormalizedText read = beforePlaces.Normalize(text);
        return [.. TokenizeRead(read.ToUtf16()).Select(token => read.Locate(token.Id, token.Start, token.End))];
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> as Hugging Face's libraries read them, and
    /// <c>vocab.txt</c> unless text is brought into another form before, which that could not say.
    /// </summary>
    private protected override void SaveTokens(string modelDirectory, int? maximumLength) => WordPieceFiles.Save(this, modelDirectory, maximumLength);

    private List<Token> TokenizeRead(ReadOnlySpan<char> text)
    {
        List<Token> found = [];
        Span<char> normalized = stackalloc char[BertNormalizer.BufferLength];
        Span<int> origins = stackalloc int[BertNormalizer.BufferLength];
        int position = 0;
        int counted = 0;
        int codePoints = 0;
        while (normalizer.NextWord(text, ref position, out ReadOnlySpan<char> word))
        {
            int start = position - word.Length;
            codePoints += CodePoints.Count(text[counted..start]);
            counted = start;

            int first = found.Count;
            int length = normalizer.Normalize(word, normalized, origins, out int end);
            bool spelled = length >= 0;
            for (int at = 0; at < length;)
            {
                int matched = trie.LongestMatch(normalized[at..length], at > 0, out int id);
                if (matched == 0)
                {
                    spelled = false;
                    break;
                }

                found.Add(new Token(id, codePoints + origins[at], codePoints + origins[at + matched - 1] + 1));
                at += matched;
            }

            if (!spelled)
            {
                found.RemoveRange(first, found.Count - first);
                found.Add(new Token(UnknownId!.Value, codePoints + origins[0], codePoints + end));
            }
        }

        return found;
    }

    private void EncodeWord(ReadOnlySpan<char> word, List<int> ids)
    {
        Span<char> buffer = stackalloc char[BertNormalizer.BufferLength];
        int length = normalizer.Normalize(word, buffer, [], out _);
        int first = ids.Count;
        if (length < 0)
        {
            ids.Add(UnknownId!.Value);
            return;
        }

        ReadOnlySpan<char> rest = buffer[..length];
        while (!rest.IsEmpty)
        {
            int matched = trie.LongestMatch(rest, rest.Length < length, out int id);
            if (matched == 0)
            {
                ids.RemoveRange(first, ids.Count - first);
                ids.Add(UnknownId!.Value);
                return;
            }

            ids.Add(id);
            rest = rest[matched..];
        }
    }
}
