using System.Reflection;
using System.Security.Cryptography;
using Hone.Api.Configuration;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Hone.Api.Requests;

/// <summary>
/// The JSON body of a request, read strictly: as a handler's parameter it names every problem at once before the handler is called,
/// and documents the body.
/// </summary>
/// <param name="Value">What was sent.</param>
/// <param name="Sha256">SHA-256 of the body as it was sent, lower-case hexadecimal.</param>
internal sealed record JsonBody<T>(T Value, string Sha256) : IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : notnull
{
    /// <inheritdoc/>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter) => await ReadAsync(context);

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new JsonBodyMetadata(typeof(T)));

    /// <summary>Reads the body of a request, which may be as large as any that is JSON, whatever its route reads besides.</summary>
    /// <exception cref="RefusalException">It is not JSON, or not of this type.</exception>
    public static async Task<JsonBody<T>> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "The body must be JSON, with the media type application/json.");
        }

        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "A JSON body must be sent without a content encoding.");
        }

        Charset.Check(context.Request.ContentType);
        LimitOptions limits = context.RequestServices.GetRequiredService<IOptions<HoneOptions>>().Value.Limits;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.RequestBytes;
        }

        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted); // the server ends it at the route's limit
        ReadOnlyMemory<byte> sent = body.GetBuffer().AsMemory(0, (int)body.Length);
        return new JsonBody<T>(StrictJson.Read<T>(sent, limits.JsonDepth), Convert.ToHexStringLower(SHA256.HashData(sent.Span)));
    }
}
