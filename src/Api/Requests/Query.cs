using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

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
        ProblemList problems = new();
        JsonObject fields = [];
        foreach ((string name, StringValues values) in context.Request.Query)
        {
            fields[name] = FormValue.ToJson(typeof(T), name, values[0] ?? "");
            if (values.Count > 1)
            {
                problems.Add(new Problem(ProblemCodes.DuplicateField, $"'{name}' is given more than once.") { Field = name });
            }
        }

        return ValueTask.FromResult<Query<T>?>(new Query<T>(StrictJson.Bind<T>(JsonSerializer.SerializeToElement(fields), problems)));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryMetadata(typeof(T)));
}
