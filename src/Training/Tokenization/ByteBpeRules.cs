namespace Hone.Training.Tokenization;

/// <summary>How a byte-level tokenizer treats text, beside its vocabulary.</summary>
internal sealed record ByteBpeRules
{
    /// <summary>The form that text is brought into.</summary>
    public TextNormalizer Normalizer { get; init; } = new();

    /// <summary>Whether a text is read as if a space stood before it, so that its first word is a word like others.</summary>
    public bool AddPrefixSpace { get; init; }

    /// <summary>Whether a token's place leaves out the spaces at its ends, as RoBERTa's does and GPT-2's does not.</summary>
    public bool TrimOffsets { get; init; }

    /// <summary>Further tokens of the vocabulary that stand for no text.</summary>
    public IReadOnlyList<string> MoreSpecialTokens { get; init; } = [];
}
