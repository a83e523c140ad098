using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;
using Hone.Domain.Problems;

namespace Hone.Api.Requests;

/// <summary>The fields of a query or form, which are text whatever they mean.</summary>
internal static class FormFields
{
    /// <summary>Reads fields into a type as strictly as JSON: an object stands in its field as JSON, everything else as it is.</summary>
    /// <param name="fields">Names and values, in the order and as often as they were given.</param>
    /// <param name="problems">What is known to be wrong already.</param>
    /// <param name="maxDepth">How many objects and arrays may nest.</param>
    /// <exception cref="RefusalException">There are problems.</exception>
    public static T Bind<T>(IEnumerable<KeyValuePair<string, string>> fields, ProblemList problems, int maxDepth)
        where T : notnull
    {
        Dictionary<string, JsonTypeInfo> known = HoneJson.Options.GetTypeInfo(typeof(T)).Properties
            .ToDictionary(property => property.Name, property => HoneJson.Options.GetTypeInfo(property.PropertyType));
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            foreach ((string name, string value) in fields)
            {
                json.WritePropertyName(name);
                Write(json, known.GetValueOrDefault(name), name, value, problems, maxDepth);
            }

            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = maxDepth + 1 });
        return StrictJson.Bind<T>(document.RootElement, problems);
    }

    private static void Write(Utf8JsonWriter json, JsonTypeInfo? type, string name, string value, ProblemList problems, int maxDepth)
    {
        Type? plain = type is null ? null : Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        switch (plain is null || plain.IsEnum ? TypeCode.String : Type.GetTypeCode(plain))
        {
            case TypeCode.Boolean when value is "true" or "false":
                json.WriteBooleanValue(value == "true");
                break;
            case TypeCode.Int32 or TypeCode.Int64 when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole):
                json.WriteNumberValue(whole);
                break;
            case TypeCode.Single or TypeCode.Double
                when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case TypeCode.Object when type!.Kind != JsonTypeInfoKind.None:
                WriteJson(json, name, value, problems, maxDepth);
                break;
            default:
                json.WriteStringValue(value);
                break;
        }
    }

    private static void WriteJson(Utf8JsonWriter json, string name, string value, ProblemList problems, int maxDepth)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(Encoding.UTF8.GetBytes(value), maxDepth, name);
            json.WriteRawValue(value, skipInputValidation: true); // as it is, so that a field given twice stays so
        }
        catch (RefusalException refusal)
        {
            problems.AddRange(refusal.Problems);
            json.WriteStartObject();
            json.WriteEndObject();
        }
    }
}
