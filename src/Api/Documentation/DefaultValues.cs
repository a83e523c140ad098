using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Hone.Api.Documentation;

/// <summary>Shows the values that fields have when they are left out: those of a new instance.</summary>
internal sealed class DefaultValues : ISchemaFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } properties } || context.Type.IsAbstract || context.Type.GetConstructor([]) is null)
        {
            return;
        }

        JsonTypeInfo type = HoneJson.Options.GetTypeInfo(context.Type);
        object instance = Activator.CreateInstance(context.Type)!;
        foreach (JsonPropertyInfo property in type.Properties.Where(property => !property.IsRequired && property is { Get: not null, Set: not null }))
        {
            if (properties.TryGetValue(property.Name, out IOpenApiSchema? shown) && shown is OpenApiSchema plain
                && property.Get!(instance) is { } value && (value is string || value.GetType().IsValueType))
            {
                plain.Default = JsonSerializer.SerializeToNode(value, value.GetType(), HoneJson.Options);
            }
        }
    }
}
