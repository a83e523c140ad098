using Hone.Domain.Problems;
using Microsoft.Net.Http.Headers;

namespace Hone.Api.Requests;

/// <summary>The encoding of text that is sent: always UTF-8, whatever is declared.</summary>
internal static class Charset
{
    /// <summary>Refuses text that is declared to be in another encoding, rather than read it as what it is not.</summary>
    /// <param name="contentType">The media type with its parameters, if any.</param>
    /// <exception cref="RefusalException">It is declared to be in another encoding, or its declaration cannot be read.</exception>
    public static void Check(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type))
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "The Content-Type cannot be read; it looks like text/plain.");
        }

        string charset = HeaderUtilities.RemoveQuotes(type.Charset).ToString();
        if (charset.ToLowerInvariant() is not ("" or "utf-8" or "utf8" or "us-ascii"))
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "Text is read as UTF-8 only; another charset is declared.");
        }
    }
}
