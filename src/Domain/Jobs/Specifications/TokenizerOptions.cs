using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>The tokenizer to train on the corpus.</summary>
public sealed record TokenizerOptions
{
    /// <summary>What a byte-level vocabulary holds before anything is joined: the bytes and up to five special tokens.</summary>
    private const int SmallestByteVocabulary = 261;

    private const int SmallestVocabulary = 100;

    /// <summary>How text is cut; by default byte-bpe for a decoder, and wordpiece otherwise.</summary>
    public TokenizerKind? Kind { get; init; }

    /// <summary>The most pieces the vocabulary may hold, special tokens included.</summary>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Lower-case the text; by default for wordpiece only, as BERT's uncased models do.</summary>
    public bool? Lowercase { get; init; }

    /// <summary>
    /// Leave out accents, after taking characters apart. By default wordpiece does where it lower-cases, and the others do not.
    /// They leave out every combining mark, wordpiece only those that take no space of their own.
    /// </summary>
    public bool? StripAccents { get; init; }

    /// <summary>
    /// Leave out control and format characters, and make every white space, line breaks too, a space (BERT's <c>clean_text</c>). Wordpiece
    /// always does; the others do not unless asked.
    /// </summary>
    public bool? CleanText { get; init; }

    /// <summary>The Unicode normalization form that text is brought into first.</summary>
    public UnicodeForm UnicodeForm { get; init; } = UnicodeForm.None;

    /// <summary>How words are learnt where the corpus does not write spaces between them.</summary>
    public SegmentationOptions Segmentation { get; init; } = new();

    /// <summary>A pair of pieces is joined, or a character kept, only when it was seen this often.</summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>These options with every default written out, for a tokenizer of a network of some family.</summary>
    public TokenizerOptions ResolveFor(ModelFamily family) =>
        Resolve(Kind ?? (family == ModelFamily.TransformerDecoder ? TokenizerKind.ByteBpe : TokenizerKind.Wordpiece));

    /// <summary>These options with every default written out, for a tokenizer of some kind.</summary>
    public TokenizerOptions Resolve(TokenizerKind kind)
    {
        bool lowercase = Lowercase ?? kind == TokenizerKind.Wordpiece;
        return this with
        {
            Kind = kind,
            Lowercase = lowercase,
            StripAccents = StripAccents ?? (kind == TokenizerKind.Wordpiece && lowercase),
            CleanText = CleanText ?? kind == TokenizerKind.Wordpiece,
        };
    }

    /// <summary>Every problem of these options; none when a tokenizer can be trained with them. Of a kind that is not given only what holds for all.</summary>
    public IEnumerable<Problem> Validate(string path = "tokenizer") =>
    [
        .. Check.Range($"{path}.vocabularySize", VocabularySize, Kind == TokenizerKind.ByteBpe ? SmallestByteVocabulary : SmallestVocabulary, 200_000),
        .. Check.Range($"{path}.minimumFrequency", MinimumFrequency, 1, 1_000_000),
        .. Check.That(
            Kind != TokenizerKind.Wordpiece || CleanText is not false,
            ProblemCodes.OutOfRange,
            $"{path}.cleanText",
            $"'{path}.cleanText' is false; wordpiece always leaves control characters out."),
        .. Segmentation.Validate($"{path}.segmentation"),
    ];
}
