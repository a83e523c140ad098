using System.Globalization;
using System.Text.Json;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>Reads one line of a JSONL file: an object.</summary>
internal static class JsonLine
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Parses the line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="allowText">Whether the line may be a string, too.</param>
    /// <returns>The object, or null where there is none; what is wrong is reported then.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> line, long number, FileProblems problems, bool allowText = false)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line, Options);
        }
        catch (JsonException exception)
        {
            Report(line, exception, number, problems);
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object || (allowText && document.RootElement.ValueKind == JsonValueKind.String))
        {
            return document;
        }

        document.Dispose();
        problems.Add(ProblemCodes.WrongType, number, null, allowText ? "The line is JSON but neither a string nor an object." : "The line is JSON but not an object.");
        return null;
    }

    /// <summary>Says whether a line that cannot be read is no JSON, or names a field twice.</summary>
    private static void Report(ReadOnlyMemory<byte> line, JsonException fault, long number, FileProblems problems)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            problems.Add(ProblemCodes.DuplicateField, number, null, "The row gives a field more than once.");
        }
        catch (JsonException)
        {
            string place = fault.BytePositionInLine is long position ? $" (byte {position + 1})" : "";
            problems.Add(ProblemCodes.InvalidJson, number, null, $"The line is not one JSON object{place}.");
        }
    }

    /// <summary>Reads a property as a string; one that is missing or of another type is reported.</summary>
    /// <param name="row">The object of the line, or one within it.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="allowInteger">Whether a whole number is taken as its digits.</param>
    /// <param name="number">The line's number.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="field">The name that problems give, where it is not the property's.</param>
    public static string? GetText(JsonElement row, string property, bool allowInteger, long number, FileProblems problems, string? field = null)
    {
        field ??= property;
        if (row.TryGetProperty(property, out JsonElement value))
        {
            return ToText(value, allowInteger, field, number, problems);
        }

        problems.Add(ProblemCodes.MissingField, number, field, $"The row has no '{field}'.");
        return null;
    }

    /// <summary>Reads a property as an array; one that is missing or of another type is reported.</summary>
    public static JsonElement? GetArray(JsonElement row, string property, string field, long number, FileProblems problems)
    {
        if (!row.TryGetProperty(property, out JsonElement value))
        {
            problems.Add(ProblemCodes.MissingField, number, field, $"The row has no '{field}'.");
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return value;
        }

        problems.Add(ProblemCodes.WrongType, number, field, $"'{field}' must be an array.");
        return null;
    }

    /// <summary>Reads the elements of an array as strings; the first of another type is reported.</summary>
    public static IReadOnlyList<string>? GetTexts(JsonElement array, bool allowIntegers, string field, long number, FileProblems problems)
    {
        List<string> texts = new(array.GetArrayLength());
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (ToText(element, allowIntegers, string.Create(CultureInfo.InvariantCulture, $"{field}[{texts.Count}]"), number, problems) is not string text)
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }

    private static string? ToText(JsonElement value, bool allowInteger, string field, long number, FileProblems problems)
    {
        if (allowInteger && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _))
        {
            return value.GetRawText();
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            problems.Add(ProblemCodes.WrongType, number, field, $"'{field}' must be a string{(allowInteger ? " or a whole number" : "")}.");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            problems.Add(ProblemCodes.ForbiddenCharacter, number, field, $"'{field}' has an escape that is half of a surrogate pair.");
            return null;
        }
    }
}
