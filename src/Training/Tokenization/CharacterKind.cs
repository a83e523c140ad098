namespace Hone.Training.Tokenization;

/// <summary>What BERT's tokenizer does with a character.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Part of a word.</summary>
    Letter,

    /// <summary>Ends a word.</summary>
    Space,

    /// <summary>A word of its own: punctuation, ASCII symbols, Chinese characters.</summary>
    Isolated,

    /// <summary>Left out, as if it were not there.</summary>
    Dropped,

    /// <summary>A non-spacing mark: dropped where accents are stripped, otherwise a letter.</summary>
    Mark,

    /// <summary>Half of a surrogate pair: what it is depends on its neighbour.</summary>
    Surrogate,
}
