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
        catch (JsonException fault)
        {
            (long line, long column) = (fault.LineNumber.GetValueOrDefault() + 1, fault.BytePositionInLine.GetValueOrDefault() + 1);
            string message = $"{Name(field)} is not valid JSON, or nests too deep, at line {line}, byte {column}.";
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidJson, message)
            {
                Problems = [new Problem(ProblemCodes.InvalidJson, message) { Line = line, Field = field }],
                ProblemCount = 1,
            };
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
            problems.AddRange(validatable.Validate().Where(problem => !shape.IsReported(problem.Field)));
        }

        problems.ThrowIfAny();
        return value!;
    }

    private static string Name(string? field) => field is null ? "The body" : $"'{field}'";

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
