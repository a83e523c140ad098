using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Hone.Domain;
using Hone.Domain.Problems;

namespace Hone.Api.Requests;

/// <summary>
/// Reads JSON into a type and names everything that is wrong with it at once: unknown, missing, repeated and mistyped fields, and, of what
/// could be read nevertheless, the values out of range.
/// </summary>
public static class StrictJson
{
    /// <summary>Reads a value of <typeparamref name="T"/> from UTF-8.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="maxDepth">How many objects and arrays may nest.</param>
    /// <exception cref="RefusalException">It is not JSON, or not what <typeparamref name="T"/> asks for.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, int maxDepth)
        where T : notnull
    {
        using JsonDocument document = Parse(utf8, maxDepth);
        return Bind<T>(document.RootElement, new ProblemList());
    }

    /// <summary>Parses JSON text and says where it goes wrong.</summary>
    /// <exception cref="RefusalException">It is not UTF-8, or not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, int maxDepth, string? field = null)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            string message = $"{Name(field)} is not UTF-8.";
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.NotUtf8, message)
            {
                Problems = [new Problem(ProblemCodes.NotUtf8, message) { Field = field }],
                ProblemCount = 1,
            };
        }

        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth });
        }
        catch (JsonException) when (utf8.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw RefusalFor(field, 1, $"{Name(field)} is empty; it must be JSON.");
        }
        catch (JsonException fault)
        {
            (long line, long column) = (fault.LineNumber.GetValueOrDefault() + 1, fault.BytePositionInLine.GetValueOrDefault() + 1);
            throw RefusalFor(field, line, NestsTooDeep(utf8.Span, maxDepth)
                ? $"{Name(field)} nests more than {maxDepth} objects and arrays (Hone:Limits:JsonDepth), at line {line}, byte {column}."
                : $"{Name(field)} is not valid JSON at line {line}, byte {column}.");
        }
    }

    /// <summary>Binds parsed JSON to a type.</summary>
    /// <param name="element">The JSON value.</param>
    /// <param name="problems">What is known to be wrong already.</param>
    /// <exception cref="RefusalException">There are problems.</exception>
    internal static T Bind<T>(JsonElement element, ProblemList problems)
        where T : notnull
    {
        JsonTypeInfo type = HoneJson.Options.GetTypeInfo(typeof(T));
        JsonShape shape = new(problems);
        JsonNode repaired = shape.Repair(element, type);
        T? value = Deserialize<T>(repaired, type, problems);
        if (value is IValidatable validatable)
        {
            // A value that stands in for one that was missing or mistyped is not to be complained about a second time.
            Problem[] found = [.. validatable.Validate().Where(problem => !shape.IsReported(problem.Field))];
            problems.AddRange(shape.Unholdable.Where(number => found.All(problem => problem.Field != number.Key)).Select(number => number.Value));
            problems.AddRange(found);
        }
        else
        {
            problems.AddRange(shape.Unholdable.Values);
        }

        problems.ThrowIfAny();
        return value!;
    }

    private static string Name(string? field) => field is null ? "The body" : $"'{field}'";

    private static RefusalException RefusalFor(string? field, long line, string message) => new(RefusalKind.Invalid, ProblemCodes.InvalidJson, message)
    {
        Problems = [new Problem(ProblemCodes.InvalidJson, message) { Line = line, Field = field }],
        ProblemCount = 1,
    };

    /// <summary>Whether JSON that cannot be read nests too deep before anything else is wrong with it.</summary>
    private static bool NestsTooDeep(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= maxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // It is wrong before it is too deep.
        }

        return false;
    }

    private static T? Deserialize<T>(JsonNode repaired, JsonTypeInfo type, ProblemList problems)
        where T : notnull
    {
        try
        {
            return (T?)repaired.Deserialize(type);
        }
        catch (JsonException) when (problems.Total > 0)
        {
            return default;
        }
    }
}
