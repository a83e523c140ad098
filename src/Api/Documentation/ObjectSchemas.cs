using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Hone.Api.Documentation;

/// <summary>Shows which fields may be null, and the values that fields have when they are left out: those of a new instance.</summary>
internal sealed class ObjectSchemas : ISchemaFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } shown } || HoneJson.Options.GetTypeInfo(context.Type) is not { Kind: JsonTypeInfoKind.Object } type)
        {
            return;
        }

        bool hasDefaults = !context.Type.IsAbstract && context.Type.GetConstructor([]) is not null;
        object? instance = hasDefaults ? Activator.CreateInstance(context.Type) : null;
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (!shown.TryGetValue(property.Name, out IOpenApiSchema? field) || field is not OpenApiSchema plain)
            {
                continue;
            }

            if (!(property.IsGetNullable && property.IsSetNullable))
            {
                plain.Type &= ~JsonSchemaType.Null;
                plain.OneOf = plain.OneOf?.Where(choice => choice.Type != JsonSchemaType.Null).ToList();
            }

            if (instance is not null && property is { IsRequired: false, Get: not null, Set: not null }
                && property.Get(instance) is { } value && (value is string || value.GetType().IsValueType))
            {
                plain.Default = JsonSerializer.SerializeToNode(value, value.GetType(), HoneJson.Options);
            }
        }
    }
}
