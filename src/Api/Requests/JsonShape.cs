using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
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
    private readonly Dictionary<string, Problem> unholdable = [];

    /// <summary>
    /// Numbers that their type cannot hold, by field. The nearest one that it can hold stands in for each, so that the field's own range is told
    /// if it has one.
    /// </summary>
    public IReadOnlyDictionary<string, Problem> Unholdable => unholdable;

    /// <summary>Whether a problem of a field, or of what it is part of or has as a part, is reported already.</summary>
    public bool IsReported(string? field) =>
        field is not null && reported.Any(path => path.Length == 0 || field == path || IsWithin(field, path) || IsWithin(path, field));

    /// <summary>The JSON that can be bound to the type.</summary>
    public JsonNode Repair(JsonElement element, JsonTypeInfo type) => Visit(element, type, "") ?? JsonStandIn.Of(type);

    /// <summary>A caller's name for a field as far as messages quote it.</summary>
    public static string Quote(string name) => name.Length <= LongestQuote ? name : $"{name[..LongestQuote]}…";

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

        FrozenDictionary<string, JsonPropertyInfo> known = type.Properties.Where(property => property.IsSettable()).ToFrozenDictionary(property => property.Name);
        JsonObject repaired = [];
        HashSet<string> seen = [];
        foreach (JsonProperty given in element.EnumerateObject())
        {
            string name = JsonText.NameOf(given);
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
            else if (Visit(given.Value, property.Shape(), field) is { } value)
            {
                repaired[name] = value;
            }
        }

        foreach (JsonPropertyInfo property in known.Values.Where(property => property.IsMandatory()))
        {
            if (!seen.Contains(property.Name))
            {
                string field = Join(path, property.Name);
                Report(ProblemCodes.MissingField, field, $"'{field}' is missing.");
            }

            if (!repaired.ContainsKey(property.Name))
            {
                repaired[property.Name] = JsonStandIn.Of(property.Shape());
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
            string name = JsonText.NameOf(given);
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
            TypeCode.String => VisitString(element, path),
            TypeCode.Boolean => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Copy(element) : Mistyped<JsonNode>(path, "true or false"),
            TypeCode.Int32 => VisitInteger(element, path, int.MinValue, int.MaxValue),
            TypeCode.Int64 => VisitInteger(element, path, long.MinValue, long.MaxValue),
            TypeCode.Double => VisitNumber(element, path),
            _ => VisitOther(element, type, path),
        };
    }

    private JsonNode? VisitString(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return Mistyped<JsonNode>(path, "a string");
        }

        return JsonText.IsWhole(element) ? Copy(element) : HalfPair(path);
    }

    private JsonNode? VisitEnum(JsonElement element, Type type, string path)
    {
        string[] allowed = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, type, HoneJson.Options).GetString()!)];
        if (element.ValueKind == JsonValueKind.String && JsonText.IsWhole(element) && allowed.Contains(element.GetString()))
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

        unholdable[path] = new Problem(ProblemCodes.OutOfRange, $"{Name(path)} must be from {minimum} to {maximum}.") { Field = path };
        return JsonValue.Create(approximate > 0 ? maximum : minimum);
    }

    private JsonNode? VisitNumber(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            return Mistyped<JsonNode>(path, "a number");
        }

        _ = element.TryGetDouble(out double value); // gives infinity for what is too large
        if (double.IsFinite(value))
        {
            return Copy(element);
        }

        unholdable[path] = new Problem(ProblemCodes.OutOfRange, $"{Name(path)} is too large a number.") { Field = path };
        return JsonValue.Create(value > 0 ? double.MaxValue : double.MinValue);
    }

    /// <summary>A type with a converter of its own, which alone knows what it reads.</summary>
    private JsonNode? VisitOther(JsonElement element, JsonTypeInfo type, string path)
    {
        if (!JsonText.AreWhole(element))
        {
            return HalfPair(path);
        }

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

        return Mistyped<JsonNode>(path, FormOf(Nullable.GetUnderlyingType(type.Type) ?? type.Type));
    }

    private static string FormOf(Type type) =>
        type == typeof(Guid) ? "an id such as 0198c0de-0000-7000-8000-000000000000" : type.GetCustomAttribute<JsonFormAttribute>()?.Form ?? "of another form";

    private static JsonNode? Copy(JsonElement element) => JsonSerializer.SerializeToNode(element);

    private static string Join(string path, string name)
    {
        string quoted = Quote(name);
        return path.Length == 0 ? quoted : $"{path}.{quoted}";
    }

    private static string Name(string path) => path.Length == 0 ? "The body" : $"'{path}'";

    private TNode? Mistyped<TNode>(string path, string expected)
        where TNode : JsonNode
    {
        Report(ProblemCodes.WrongType, path, $"{Name(path)} must be {expected}.");
        return null;
    }

    private JsonNode? HalfPair(string path)
    {
        Report(ProblemCodes.WrongType, path, $"{Name(path)} has an escape that is half of a surrogate pair.");
        return null;
    }

    private void Report(string code, string path, string message)
    {
        problems.Add(new Problem(code, message) { Field = path.Length == 0 ? null : path });
        reported.Add(path);
    }
}
