namespace Hone.Domain.Jobs.Specifications;

/// <summary>The Unicode normalization form (UAX #15) that a text is brought into before it is cut.</summary>
public enum UnicodeForm
{
    /// <summary>As it is written.</summary>
    None,

    /// <summary>A letter and its accents become one character.</summary>
    Nfc,

    /// <summary>The same, and what only looks different is made equal: full-width letters, ligatures, superscripts.</summary>
    Nfkc,
}
