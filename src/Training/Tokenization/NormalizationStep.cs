namespace Hone.Training.Tokenization;

/// <summary>One thing that is done to a text before it is cut, as Hugging Face's normalizers of these names do it.</summary>
internal enum NormalizationStep
{
    /// <summary>Controls, formats and private use are left out, and every white space becomes a space: BERT's <c>clean_text</c>.</summary>
    CleanText,

    /// <summary>Characters are taken apart.</summary>
    Nfd,

    /// <summary>Characters are taken apart, and looks alone are given up: a ligature becomes its letters.</summary>
    Nfkd,

    /// <summary>Characters are taken apart and put together.</summary>
    Nfc,

    /// <summary>Characters are taken apart, looks alone are given up, and what is left is put together.</summary>
    Nfkc,

    /// <summary>Combining marks are left out, vowel signs of Indic scripts among them.</summary>
    StripAccents,

    /// <summary>Letters are lower-cased.</summary>
    Lowercase,
}
