using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;

namespace Hone.Api.Requests;

/// <summary>Values that stand in for what was not given, or given wrongly, where a type must have one.</summary>
internal static class JsonStandIn
{
    /// <summary>Some value of the type, so that what contains it can be bound.</summary>
    public static JsonNode Of(JsonTypeInfo type)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                JsonObject value = [];
                foreach (JsonPropertyInfo property in type.Properties.Where(property => property.IsSettable() && property.IsMandatory()))
                {
                    value[property.Name] = Of(property.Shape());
                }

                return value;
            case JsonTypeInfoKind.Enumerable:
                return new JsonArray();
            case JsonTypeInfoKind.Dictionary:
                return new JsonObject();
            default:
                Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
                return plain == typeof(string)
                    ? JsonValue.Create("")
                    : JsonSerializer.SerializeToNode(plain.IsValueType ? Activator.CreateInstance(plain) : null, plain, HoneJson.Options) ?? JsonValue.Create("");
        }
    }

    /// <summary>The shape of a property's value.</summary>
    public static JsonTypeInfo Shape(this JsonPropertyInfo property) => HoneJson.Options.GetTypeInfo(property.PropertyType);

    /// <summary>Whether a property is read at all.</summary>
    public static bool IsSettable(this JsonPropertyInfo property) => property.Set is not null || property.AssociatedParameter is not null;

    /// <summary>Whether a property must be given.</summary>
    public static bool IsMandatory(this JsonPropertyInfo property) => property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };
}
