using System.Reflection;
using Hone.Api.Configuration;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Hone.Api.Requests;

/// <summary>
/// The query of a request, read as strictly as a JSON body: as a handler's parameter it names every problem at once before the handler is
/// called, and documents each property of <typeparamref name="T"/> as a parameter.
/// </summary>
/// <param name="Value">What was asked.</param>
internal sealed record Query<T>(T Value) : IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : notnull
{
    /// <inheritdoc/>
    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        LimitOptions limits = context.RequestServices.GetRequiredService<IOptions<HoneOptions>>().Value.Limits;
        IEnumerable<KeyValuePair<string, string>> fields = context.Request.Query.SelectMany(
            field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
        return ValueTask.FromResult<Query<T>?>(new Query<T>(FormFields.Bind<T>(fields, [], limits.JsonDepth)));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryMetadata(typeof(T)));
}
