using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>The tokenizer to train on the corpus.</summary>
public sealed record TokenizerOptions
{
    public TokenizerKind Kind { get; init; } = TokenizerKind.Wordpiece;

    /// <summary>The most pieces the vocabulary may hold, special tokens included.</summary>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Lower-case the text, and strip accents as BERT's uncased models do.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>A pair of pieces is joined only when it was seen this often.</summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>Every problem of these options; none when a tokenizer can be trained with them.</summary>
    public IEnumerable<Problem> Validate(string path = "tokenizer") =>
    [
        .. Check.Range($"{path}.vocabularySize", VocabularySize, 100, 200_000),
        .. Check.Range($"{path}.minimumFrequency", MinimumFrequency, 1, 1_000_000),
    ];
}
