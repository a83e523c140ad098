using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>A record of CSV or TSV.</summary>
/// <param name="table">The table, at the record.</param>
/// <param name="columns">The places of its columns by their names.</param>
/// <param name="problems">Where to report what is wrong with it.</param>
internal sealed class TableRow(CsvReader table, IReadOnlyDictionary<string, int> columns, FileProblems problems) : FieldRow(table.LineNumber, problems)
{
    /// <inheritdoc/>
    public override bool Has(string field) => columns.ContainsKey(field);

    /// <inheritdoc/>
    public override string? GetText(string field, bool allowInteger = false)
    {
        if (columns.TryGetValue(field, out int column))
        {
            return table.GetString(column);
        }

        Report(ProblemCodes.MissingField, field, $"The row has no '{field}'.");
        return null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string>? GetTexts(string field, string separator)
    {
        string? cell = GetText(field)?.Trim();
        if (cell is null || !cell.StartsWith('['))
        {
            return cell?.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(cell));
            return JsonLine.GetTexts(document.RootElement, allowIntegers: true, field, Line, Problems);
        }
        catch (JsonException)
        {
            Report(ProblemCodes.InvalidJson, field, $"'{field}' begins as a JSON array and is none.");
            return null;
        }
    }

    /// <inheritdoc/>
    protected override double? ReadNumber(string field)
    {
        string? cell = GetText(field);
        if (string.IsNullOrWhiteSpace(cell))
        {
            Report(ProblemCodes.MissingField, field, $"The row has no '{field}'.");
            return null;
        }

        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number;
        }

        Report(ProblemCodes.WrongType, field, $"'{field}' must be a number.");
        return null;
    }
}
