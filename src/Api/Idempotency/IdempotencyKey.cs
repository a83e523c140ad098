using System.Reflection;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hone.Api.Idempotency;

/// <summary>
/// The <c>Idempotency-Key</c> of a request (draft-ietf-httpapi-idempotency-key-header): as a handler's parameter it is read and checked before
/// the handler is called, and documents the header.
/// </summary>
/// <param name="Route">The method and route of the request; a key means nothing on another.</param>
/// <param name="Value">What the client chose; null when it sent none.</param>
internal sealed record IdempotencyKey(string Route, string? Value) : IBindableFromHttpContext<IdempotencyKey>, IEndpointParameterMetadataProvider
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The most characters of a key.</summary>
    public const int Longest = 255;

    /// <inheritdoc/>
    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        string route = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";
        if (!context.Request.Headers.TryGetValue(Header, out var given))
        {
            return ValueTask.FromResult<IdempotencyKey?>(new IdempotencyKey(route, null));
        }

        return given is [{ Length: >= 1 and <= Longest } key] && key.All(character => character is > ' ' and <= '~')
            ? ValueTask.FromResult<IdempotencyKey?>(new IdempotencyKey(route, key))
            : throw RefusalException.ForField(ProblemCodes.InvalidIdempotencyKey, Header, $"'{Header}' must be one key of 1 to {Longest} visible ASCII characters.");
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new IdempotencyMetadata());
}
