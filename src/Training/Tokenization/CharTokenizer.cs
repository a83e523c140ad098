using System.Text;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Every Unicode code point is a token, spaces and controls too, so that a text can be put together again exactly; one that the
/// vocabulary lacks is unknown. Has BERT's special tokens. Gives the ids and offsets of Hugging Face's <c>WordLevel</c> behind a
/// <c>Split</c> into single characters, but the name of a special token in a text is text like any other. Any string can be encoded; an
/// unpaired surrogate is read as U+FFFD. Safe to use from many threads.
/// </summary>
public sealed class CharTokenizer : Tokenizer
{
    private const int Missing = -1;

    private readonly int[] idByCodePoint;

    /// <param name="vocabulary">The characters, the special tokens among them.</param>
    /// <param name="normalizer">The form that text is brought into.</param>
    /// <exception cref="InvalidDataException">A special token is missing, or another one is not one code point.</exception>
    internal CharTokenizer(Vocabulary vocabulary, TextNormalizer normalizer)
        : base(vocabulary, SpecialTokens.Classification, SpecialTokens.Separator, SpecialTokens.Mask, SpecialTokens.Unknown, SpecialTokens.All)
    {
        Normalizer = normalizer;
        (int CodePoint, int Id)[] characters =
            [.. vocabulary.Tokens.Index().Where(pair => !SpecialIds.Contains(pair.Index)).Select(pair => (CodePoint(pair.Item), pair.Index))];
        idByCodePoint = new int[1 + characters.Select(character => character.CodePoint).DefaultIfEmpty(Missing).Max()];
        idByCodePoint.AsSpan().Fill(Missing);
        foreach ((int codePoint, int id) in characters)
        {
            idByCodePoint[codePoint] = id;
        }
    }

    /// <inheritdoc/>
    public override TokenizerKind Kind => TokenizerKind.Char;

    /// <summary>The form that text is brought into.</summary>
    internal TextNormalizer Normalizer { get; }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        if (Normalizer.IsIdentity)
        {
            foreach (Rune rune in text.EnumerateRunes())
            {
                ids.Add(IdOf(rune.Value));
            }

            return;
        }

        ids.AddRange(Normalizer.Normalize(text).CodePoints.Select(IdOf));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Token> Tokenize(string text)
    {
        NormalizedText normalized = Normalizer.Normalize(text);
        return [.. normalized.CodePoints.Select((codePoint, index) => normalized.Locate(IdOf(codePoint), index, index + 1))];
    }

    /// <inheritdoc/>
    public override TokenDecoder CreateDecoder() => new CharDecoder(this);

    /// <summary>Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> as Hugging Face's libraries read them.</summary>
    private protected override void SaveTokens(string modelDirectory, int? maximumLength) => CharFiles.Save(this, modelDirectory, maximumLength);

    private static int CodePoint(string token) =>
        Rune.DecodeFromUtf16(token, out Rune rune, out int width) == System.Buffers.OperationStatus.Done && width == token.Length
            ? rune.Value
            : throw new InvalidDataException($"the token '{token}' must be a single character");

    private int IdOf(int codePoint)
    {
        int id = codePoint < idByCodePoint.Length ? idByCodePoint[codePoint] : Missing;
        return id == Missing ? UnknownId!.Value : id;
    }
}
