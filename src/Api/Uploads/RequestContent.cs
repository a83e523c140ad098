using Hone.Api.Configuration;
using Hone.Domain.Problems;
using Microsoft.Net.Http.Headers;

namespace Hone.Api.Uploads;

/// <summary>The body of a request without its content encoding (RFC 9110, section 8.4).</summary>
internal static class RequestContent
{
    /// <summary>What to call the body in messages.</summary>
    public const string Name = "The body";

    /// <summary>
    /// Ends the request when the service stops, until the result is disposed: what comes in slowly would hold the stop up for as long as it may take.
    /// </summary>
    public static IDisposable EndWhenStopping(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(context.Abort);

    /// <summary>Opens the body, expanded if it is encoded with gzip.</summary>
    /// <exception cref="RefusalException">It has another encoding.</exception>
    public static Stream Open(HttpRequest request, LimitOptions limits) =>
        Decode(request.Body, request.Headers[HeaderNames.ContentEncoding].ToString(), Name, limits);

    /// <summary>Expands content that is encoded with gzip.</summary>
    /// <param name="content">What was sent.</param>
    /// <param name="encoding">Its content encoding; empty without one.</param>
    /// <param name="name">What to call it, to begin a sentence.</param>
    /// <param name="limits">How far it may expand.</param>
    /// <exception cref="RefusalException">It has another encoding.</exception>
    public static Stream Decode(Stream content, string encoding, string name, LimitOptions limits) => encoding.ToLowerInvariant() switch
    {
        "" or "identity" => content,
        "gzip" or "x-gzip" => new GunzippedStream(content, name, limits),
        _ => throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, $"{name} may have the content encoding gzip or none."),
    };
}
