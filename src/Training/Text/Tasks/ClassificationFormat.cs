using Hone.Domain.Datasets;
using Hone.Training.Text.Noise;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>Rows of text classification: a text or a pair, and one label or, where there is a field of labels, any number of them.</summary>
internal sealed class ClassificationFormat(ColumnMapping columns, ReadingOptions reading, TextRules rules) : TaskFormat
{
    private readonly OptionalField pair = new(columns.TextPair);
    private bool? hasOneLabel;

    /// <inheritdoc/>
    public override bool HasOneLabel => hasOneLabel != false;

    /// <inheritdoc/>
    public override IEnumerable<string> RequireColumns(Func<string, bool> has) =>
        [columns.Text, .. pair.IfUsed(), hasOneLabel ?? (has(columns.Label) || !has(columns.Labels)) ? columns.Label : columns.Labels];

    /// <inheritdoc/>
    public override TaskRow Read(UploadedRow row)
    {
        FieldRow fields = (FieldRow)row;
        hasOneLabel ??= fields.Has(columns.Label) || !fields.Has(columns.Labels);
        bool isPaired = pair.IsIn(fields);
        string? text = fields.GetText(columns.Text);
        string? textPair = isPaired ? fields.GetText(columns.TextPair) : null;
        IReadOnlyList<string>? labels = ReadLabels(fields);
        if ((text is not null && string.IsNullOrWhiteSpace(text)) || (textPair is not null && string.IsNullOrWhiteSpace(textPair)))
        {
            return new TaskRow(row.Line) { IsEmpty = true };
        }

        string field = HasOneLabel ? columns.Label : columns.Labels;
        TaskRow read = new(row.Line) { Labels = [.. (labels ?? []).Select(label => new RowLabel(label, row.Line, field))] };
        bool isUsable = text is not null && labels is not null && (!isPaired || textPair is not null);
        isUsable &= text is null || rules.Accept(row, columns.Text, text);
        isUsable &= textPair is null || rules.Accept(row, columns.TextPair, textPair);
        if (!isUsable)
        {
            return read;
        }

        return read with
        {
            Example = new ClassificationExample(text!, HasOneLabel ? labels![0] : null) { TextPair = textPair, Labels = HasOneLabel ? null : labels },
            Text = textPair is null ? text! : $"{text}{TextRules.Separator}{textPair}",
            Length = CodePoints.Count(text) + CodePoints.Count(textPair),
            Target = ExampleFacts.Hash(string.Join(TextRules.Separator, labels!)),
        };
    }

    /// <inheritdoc/>
    public override NoiseSearch? CreateNoiseSearch() => HasOneLabel ? new TextNoiseSearch() : null;

    /// <inheritdoc/>
    public override string? FindLack(int labels) => (HasOneLabel, labels) switch
    {
        (true, < 2) => "All rows of the train part have the same label; there is nothing to learn.",
        (false, < 1) => "No row of the train part has a label; there is nothing to learn.",
        _ => null,
    };

    private IReadOnlyList<string>? ReadLabels(FieldRow fields)
    {
        if (HasOneLabel)
        {
            return fields.GetText(columns.Label, allowInteger: true) is string label ? [label.Trim()] : null;
        }

        return fields.GetTexts(columns.Labels, reading.LabelSeparator) is { } labels
            ? [.. labels.Select(label => label.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : null;
    }
}
