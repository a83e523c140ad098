using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;
using Hone.Domain.Problems;

namespace Hone.Api.Requests;

/// <summary>
/// Compares JSON with the shape that a type's metadata asks for, and repairs it: what is wrong is reported and left out, or stood in for
/// where it is required, so that the rest can be bound and judged.
/// </summary>
internal sealed class JsonShape(ProblemList problems)
{
    private const int LongestQuote = 64;

    private readonly HashSet<string> reported = [];

    /// <summary>Whether a problem of a field, or of what it is part of or has as a part, is reported already.</summary>
    public bool IsReported(string? field) =>
        field is not null && reported.Any(path => path.Length == 0 || field == path || IsWithin(field, path) || IsWithin(path, field));

    /// <summary>The JSON that can be bound to the type.</summary>
    public JsonNode Repair(JsonElement element, JsonTypeInfo type) => Visit(element, type, "") ?? StandIn(type);

    private static bool IsWithin(string part, string whole) =>
        part.Length > whole.Length && part.StartsWith(whole, StringComparison.Ordinal) && part[whole.Length] is '.' or '[';

    /// <summary>The repaired value, or null when it had to be reported as a whole.</summary>
    private JsonNode? Visit(JsonElement element, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => VisitObject(element, type, path),
        JsonTypeInfoKind.Enumerable => VisitArray(element, type, path),
        JsonTypeInfoKind.Dictionary => VisitDictionary(element, type, path),
        _ => VisitValue(element, type, path),
    };

    private JsonObject? VisitObject(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Mistyped<JsonObject>(path, "an object");
        }

        FrozenDictionary<string, JsonPropertyInfo> known = type.Properties.Where(IsSettable).ToFrozenDictionary(property => property.Name);
        JsonObject repaired = [];
        HashSet<string> seen = [];
        foreach (JsonProperty given in element.EnumerateObject())
        {
            string name = NameOf(given);
            string field = Join(path, name);
            if (!known.TryGetValue(name, out JsonPropertyInfo? property))
            {
                Report(ProblemCodes.UnknownField, field, $"'{field}' is not known here; the fields are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.");
            }
            else if (!seen.Add(name))
            {
                Report(ProblemCodes.DuplicateField, field, $"'{field}' is given more than once.");
            }
            else if (given.Value.ValueKind == JsonValueKind.Null)
            {
                if (property.IsSetNullable)
                {
                    repaired[name] = null;
                }
                else
                {
                    Report(ProblemCodes.WrongType, field, $"'{field}' must not be null.");
                }
            }
            else if (Visit(given.Value, TypeOf(property), field) is { } value)
            {
                repaired[name] = value;
            }
        }

        foreach (JsonPropertyInfo property in known.Values.Where(IsRequired))
        {
            if (!seen.Contains(property.Name))
            {
                string field = Join(path, property.Name);
                Report(ProblemCodes.MissingField, field, $"'{field}' is missing.");
            }

            if (!repaired.ContainsKey(property.Name))
            {
                repaired[property.Name] = StandIn(TypeOf(property));
            }
        }

        return repaired;
    }

    private JsonArray? VisitArray(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return Mistyped<JsonArray>(path, "an array");
        }

        JsonTypeInfo elementType = HoneJson.Options.GetTypeInfo(type.ElementType!);
        JsonArray repaired = [];
        int index = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            string field = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
            if (item.ValueKind == JsonValueKind.Null && Nullable.GetUnderlyingType(elementType.Type) is not null)
            {
                repaired.Add(null);
            }
            else if (Visit(item, elementType, field) is { } value)
            {
                repaired.Add(value);
            }
        }

        return repaired;
    }

    private JsonObject? VisitDictionary(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Mistyped<JsonObject>(path, "an object");
        }

        JsonTypeInfo valueType = HoneJson.Options.GetTypeInfo(type.ElementType!);
        JsonObject repaired = [];
        foreach (JsonProperty given in element.EnumerateObject())
        {
            string name = NameOf(given);
            string field = Join(path, name);
            if (repaired.ContainsKey(name))
            {
                Report(ProblemCodes.DuplicateField, field, $"'{field}' is given more than once.");
            }
            else if (Visit(given.Value, valueType, field) is { } value)
            {
                repaired[name] = value;
            }
        }

        return repaired;
    }

    private JsonNode? VisitValue(JsonElement element, JsonTypeInfo type, string path)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain.IsEnum)
        {
            return VisitEnum(element, plain, path);
        }

        return Type.GetTypeCode(plain) switch
        {
            TypeCode.String => element.ValueKind == JsonValueKind.String && IsText(element) ? Copy(element) : Mistyped<JsonNode>(path, "a string of valid characters"),
            TypeCode.Boolean => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Copy(element) : Mistyped<JsonNode>(path, "true or false"),
            TypeCode.Int32 => VisitInteger(element, path, int.MinValue, int.MaxValue),
            TypeCode.Int64 => VisitInteger(element, path, long.MinValue, long.MaxValue),
            TypeCode.Single or TypeCode.Double => VisitNumber(element, path),
            _ => VisitOther(element, type, path),
        };
    }

    private JsonNode? VisitEnum(JsonElement element, Type type, string path)
    {
        string[] allowed = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, type, HoneJson.Options).GetString()!)];
        if (element.ValueKind == JsonValueKind.String && IsText(element) && allowed.Contains(element.GetString()))
        {
            return Copy(element);
        }

        Report(ProblemCodes.UnknownValue, path, $"{Name(path)} must be one of {string.Join(", ", allowed)}.");
        return null;
    }

    private JsonNode? VisitInteger(JsonElement element, string path, long minimum, long maximum)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out double approximate) || approximate != Math.Floor(approximate))
        {
            return Mistyped<JsonNode>(path, "a whole number");
        }

        if (element.TryGetInt64(out long exact) && exact >= minimum && exact <= maximum)
        {
            return JsonValue.Create(exact);
        }

        if (Math.Abs(approximate) <= 1L << 53 && approximate >= minimum && approximate <= maximum)
        {
            return JsonValue.Create((long)approximate); // 1e3 and 1000.0 are whole numbers too
        }

        Report(ProblemCodes.OutOfRange, path, $"{Name(path)} must be from {minimum} to {maximum}.");
        return null;
    }

    private JsonNode? VisitNumber(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            return Mistyped<JsonNode>(path, "a number");
        }

        if (element.TryGetDouble(out double value) && double.IsFinite(value))
        {
            return Copy(element);
        }

        Report(ProblemCodes.OutOfRange, path, $"{Name(path)} is too large a number.");
        return null;
    }

    /// <summary>A type with a converter of its own, which alone knows what it reads.</summary>
    private JsonNode? VisitOther(JsonElement element, JsonTypeInfo type, string path)
    {
        try
        {
            if (element.Deserialize(type) is not null)
            {
                return Copy(element);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Reported below: the converter's words are not meant for callers.
        }

        return Mistyped<JsonNode>(path, "of another form");
    }

    /// <summary>Some value of the type, so that what contains it can be bound.</summary>
    private static JsonNode StandIn(JsonTypeInfo type)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                JsonObject value = [];
                foreach (JsonPropertyInfo property in type.Properties.Where(property => IsSettable(property) && IsRequired(property)))
                {
                    value[property.Name] = StandIn(TypeOf(property));
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

    private static JsonTypeInfo TypeOf(JsonPropertyInfo property) => HoneJson.Options.GetTypeInfo(property.PropertyType);

    private static bool IsSettable(JsonPropertyInfo property) => property.Set is not null || property.AssociatedParameter is not null;

    private static bool IsRequired(JsonPropertyInfo property) => property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static JsonNode? Copy(JsonElement element) => JsonSerializer.SerializeToNode(element);

    private static string Join(string path, string name)
    {
        string quoted = name.Length <= LongestQuote ? name : $"{name[..LongestQuote]}…";
        return path.Length == 0 ? quoted : $"{path}.{quoted}";
    }

    private static string Name(string path) => path.Length == 0 ? "The body" : $"'{path}'";

    /// <summary>Whether escapes in a string pair their surrogates.</summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD"; // an unpaired surrogate, which no field has in its name
        }
    }

    private TNode? Mistyped<TNode>(string path, string expected)
        where TNode : JsonNode
    {
        Report(ProblemCodes.WrongType, path, $"{Name(path)} must be {expected}.");
        return null;
    }

    private void Report(string code, string path, string message)
    {
        problems.Add(new Problem(code, message) { Field = path.Length == 0 ? null : path });
        reported.Add(path);
    }
}
