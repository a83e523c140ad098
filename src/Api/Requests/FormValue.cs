using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;

namespace Hone.Api.Requests;

/// <summary>Values of queries and forms, which are text whatever they mean.</summary>
internal static class FormValue
{
    /// <summary>The JSON a value stands for: a number or a truth value where the property of that name is one, else a string.</summary>
    public static JsonNode ToJson(Type type, string name, string value)
    {
        JsonPropertyInfo? property = HoneJson.Options.GetTypeInfo(type).Properties.FirstOrDefault(property => property.Name == name);
        Type? plain = property is null ? null : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return (plain is null || plain.IsEnum ? TypeCode.String : Type.GetTypeCode(plain)) switch
        {
            TypeCode.Boolean when value is "true" or "false" => JsonValue.Create(value == "true"),
            TypeCode.Int32 or TypeCode.Int64 when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) =>
                JsonValue.Create(whole),
            TypeCode.Single or TypeCode.Double when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) =>
                JsonValue.Create(number),
            _ => JsonValue.Create(value),
        };
    }
}
