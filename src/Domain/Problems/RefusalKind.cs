namespace Hone.Domain.Problems;

/// <summary>Why something was refused, in terms that map to one HTTP status each.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>Whoever asks may not (403).</summary>
    Forbidden,

    /// <summary>What it names does not exist (404).</summary>
    NotFound,

    /// <summary>It contradicts the present state (409).</summary>
    Conflict,

    /// <summary>It is larger than a limit (413).</summary>
    TooLarge,

    /// <summary>Its media type or encoding is not read (415).</summary>
    UnsupportedMedia,

    /// <summary>Too much is waiting already (429).</summary>
    Busy,

    /// <summary>A part that is needed is not there now (503).</summary>
    Unavailable,
}
