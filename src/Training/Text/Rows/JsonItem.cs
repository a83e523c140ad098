using System.Text.Json;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>An object within a row of JSONL. A property that cannot be read is reported under its place in the row, such as <c>verbs[1].index</c>.</summary>
internal readonly struct JsonItem(JsonElement element, string path, long line, FileProblems problems)
{
    /// <summary>Whether it is an object; what is not is reported.</summary>
    public bool IsObject()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(ProblemCodes.WrongType, line, path, $"'{path}' must be an object.");
            return false;
        }

        return true;
    }

    /// <summary>A property that is a whole number.</summary>
    public int? GetInteger(string property)
    {
        if (!element.TryGetProperty(property, out JsonElement value))
        {
            problems.Add(ProblemCodes.MissingField, line, $"{path}.{property}", $"'{path}' has no '{property}'.");
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number))
        {
            return number;
        }

        problems.Add(ProblemCodes.WrongType, line, $"{path}.{property}", $"'{path}.{property}' must be a whole number.");
        return null;
    }

    /// <summary>A property that is a string.</summary>
    public string? GetText(string property) => JsonLine.GetText(element, property, allowInteger: false, line, problems, $"{path}.{property}");

    /// <summary>A property that is a string, or is not there, which is as well.</summary>
    /// <returns>Whether it is either.</returns>
    public bool TryGetOptionalText(string property, out string? text)
    {
        text = null;
        if (!element.TryGetProperty(property, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        text = GetText(property);
        return text is not null;
    }

    /// <summary>A property that is an array of strings, not of numbers.</summary>
    public IReadOnlyList<string>? GetTexts(string property)
    {
        string field = $"{path}.{property}";
        return JsonLine.GetArray(element, property, field, line, problems) is JsonElement array ? JsonLine.GetTexts(array, allowIntegers: false, field, line, problems) : null;
    }
}
