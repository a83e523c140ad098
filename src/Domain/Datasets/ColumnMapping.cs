using Hone.Domain.Problems;

namespace Hone.Domain.Datasets;

/// <summary>Which columns, or properties, of an uploaded data set are read. Others are ignored.</summary>
public sealed record ColumnMapping : IValidatable
{
    /// <summary>The column of the text.</summary>
    public string Text { get; init; } = "text";

    /// <summary>The column of the label.</summary>
    public string Label { get; init; } = "label";

    /// <summary>Every problem of this mapping; none when it can be used.</summary>
    public IEnumerable<Problem> Validate() => Validate("columns");

    /// <inheritdoc cref="Validate()"/>
    public IEnumerable<Problem> Validate(string path) =>
    [
        .. Check.That(Text.Length > 0, ProblemCodes.MissingField, $"{path}.text", $"'{path}.text' must name a column."),
        .. Check.That(Label.Length > 0, ProblemCodes.MissingField, $"{path}.label", $"'{path}.label' must name a column."),
        .. Check.That(Text != Label, ProblemCodes.DuplicateColumn, path, $"'{path}' must name two different columns."),
    ];
}
