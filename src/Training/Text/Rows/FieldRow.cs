using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>A row with named fields: a record of a table or a JSON object. A field that cannot be read is reported.</summary>
/// <param name="line">The line it begins on, from 1.</param>
/// <param name="problems">Where to report what is wrong with it.</param>
internal abstract class FieldRow(long line, FileProblems problems) : UploadedRow(line, problems)
{
    /// <summary>Whether there is a field of this name: a column of the table, or a property that is not null.</summary>
    public abstract bool Has(string field);

    /// <summary>A field's text as it is, or null where it could not be read.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="allowInteger">Whether a whole number is taken as its digits.</param>
    public abstract string? GetText(string field, bool allowInteger = false);

    /// <summary>A field's list of texts, whole numbers taken as their digits, or null where it could not be read.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="separator">What stands between them where they are one text.</param>
    public abstract IReadOnlyList<string>? GetTexts(string field, string separator);

    /// <summary>A field's finite number, or null where it could not be read.</summary>
    public double? GetNumber(string field)
    {
        double? number = ReadNumber(field);
        if (number is double value && !double.IsFinite(value))
        {
            Report(ProblemCodes.OutOfRange, field, $"'{field}' is not a finite number.");
            return null;
        }

        return number;
    }

    /// <summary>A field's number, finite or not, or null where it could not be read.</summary>
    protected abstract double? ReadNumber(string field);
}
