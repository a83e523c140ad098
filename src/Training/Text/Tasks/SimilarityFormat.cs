using System.Globalization;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>Rows of sentence similarity: two texts, and how much alike they are or, in all rows, nothing: then they belong together.</summary>
internal sealed class SimilarityFormat(ColumnMapping columns, ReadingOptions reading, TextRules rules) : TaskFormat
{
    private readonly OptionalField score = new(columns.Score);
    private double lowest = double.PositiveInfinity;
    private double highest = double.NegativeInfinity;

    /// <inheritdoc/>
    public override IEnumerable<string> RequireColumns(Func<string, bool> has) => [columns.Text, columns.TextPair, .. score.IfUsed()];

    /// <inheritdoc/>
    public override TaskRow Read(UploadedRow row)
    {
        FieldRow fields = (FieldRow)row;
        bool isScored = score.IsIn(fields);
        string? text = fields.GetText(columns.Text);
        string? textPair = fields.GetText(columns.TextPair);
        if ((text is not null && string.IsNullOrWhiteSpace(text)) || (textPair is not null && string.IsNullOrWhiteSpace(textPair)))
        {
            return new TaskRow(row.Line) { IsEmpty = true };
        }

        double? value = isScored ? ReadScore(fields) : null;
        bool isUsable = text is not null && textPair is not null && isScored == value is not null;
        isUsable &= text is null || rules.Accept(row, columns.Text, text);
        isUsable &= textPair is null || rules.Accept(row, columns.TextPair, textPair);
        return !isUsable ? new TaskRow(row.Line) : new TaskRow(row.Line)
        {
            Example = new SimilarityExample(text!, textPair!, value),
            Text = $"{text}{TextRules.Separator}{textPair}",
            Length = CodePoints.Count(text) + CodePoints.Count(textPair),
            Target = ExampleFacts.Hash(value?.ToString("R", CultureInfo.InvariantCulture) ?? ""),
        };
    }

    /// <inheritdoc/>
    public override string? FindLack(int labels) =>
        score.IsUsed == true && lowest == highest ? "All pairs have the same score; there is nothing to learn." : null;

    private double? ReadScore(FieldRow fields)
    {
        if (fields.GetNumber(columns.Score) is not double value)
        {
            return null;
        }

        if (value < reading.ScoreMinimum || value > reading.ScoreMaximum)
        {
            fields.Report(ProblemCodes.OutOfRange, columns.Score, "The score is outside the bounds that 'reading' gives.");
            return null;
        }

        lowest = Math.Min(lowest, value);
        highest = Math.Max(highest, value);
        return value;
    }
}
