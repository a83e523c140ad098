namespace Hone.Domain.Jobs.Specifications;

/// <summary>How text is cut into tokens.</summary>
public enum TokenizerKind
{
    /// <summary>WordPiece with BERT's rules.</summary>
    Wordpiece,
}
