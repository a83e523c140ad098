using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>A field that all rows of a data set have, or none has; the first row tells.</summary>
/// <param name="name">The field's name.</param>
internal sealed class OptionalField(string name)
{
    /// <summary>The field's name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the rows have it; null before the first row.</summary>
    public bool? IsUsed { get; private set; }

    /// <summary>Whether the field is to be read from a row. A row that has what the first one has not is reported.</summary>
    public bool IsIn(FieldRow row)
    {
        IsUsed ??= row.Has(Name);
        if (IsUsed == false && row.Has(Name))
        {
            row.Report(ProblemCodes.UnknownField, Name, $"This row has '{Name}' and the first has none; all rows must have it, or none.");
        }

        return IsUsed == true;
    }

    /// <summary>The field's name where a table must have it.</summary>
    public IEnumerable<string> IfUsed() => IsUsed == true ? [Name] : [];
}
