namespace Hone.Domain.Jobs.Specifications;

/// <summary>How text is cut into tokens.</summary>
public enum TokenizerKind
{
    /// <summary>WordPiece with BERT's rules.</summary>
    Wordpiece,

    /// <summary>Byte-level byte-pair encoding with GPT-2's rules (Sennrich et al. 2016; Radford et al. 2019).</summary>
    ByteBpe,

    /// <summary>Every character is a token.</summary>
    Char,
}
