using System.Text.Json;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>A row of JSONL.</summary>
/// <param name="properties">The object.</param>
/// <param name="line">Its line, from 1.</param>
/// <param name="problems">Where to report what is wrong with it.</param>
internal sealed class JsonRow(JsonElement properties, long line, FileProblems problems) : FieldRow(line, problems)
{
    /// <inheritdoc/>
    public override bool Has(string field) => properties.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <inheritdoc/>
    public override string? GetText(string field, bool allowInteger = false) => JsonLine.GetText(properties, field, allowInteger, Line, Problems);

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetTexts(string field, string separator) => GetTexts(field, allowIntegers: true);

    /// <summary>A property that must be an array of strings, or of whole numbers as well.</summary>
    public IReadOnlyList<string>? GetTexts(string field, bool allowIntegers) =>
        GetArray(field) is JsonElement array ? JsonLine.GetTexts(array, allowIntegers, field, Line, Problems) : null;

    /// <summary>A property that must be an array, or null where it is not, which is reported.</summary>
    public JsonElement? GetArray(string field) => JsonLine.GetArray(properties, field, field, Line, Problems);

    /// <summary>The object of one element of an array.</summary>
    /// <param name="element">The element, an object.</param>
    /// <param name="path">Its place, which problems give before the names of its properties.</param>
    public JsonItem Item(JsonElement element, string path) => new(element, path, Line, Problems);

    /// <inheritdoc/>
    protected override double? ReadNumber(string field)
    {
        if (!properties.TryGetProperty(field, out JsonElement value))
        {
            Report(ProblemCodes.MissingField, field, $"The row has no '{field}'.");
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            Report(ProblemCodes.WrongType, field, $"'{field}' must be a number.");
            return null;
        }

        return value.TryGetDouble(out double number) ? number : double.NaN;
    }
}
