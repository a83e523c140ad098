using Hone.Domain.Datasets;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>Rows of text generation: a text to write like, or a prompt and its completion.</summary>
internal sealed class GenerationFormat(ColumnMapping columns, TextRules rules) : TaskFormat
{
    private readonly OptionalField prompt = new(columns.Prompt);

    /// <inheritdoc/>
    public override IEnumerable<string> RequireColumns(Func<string, bool> has) => Fields(prompt.IsUsed ?? has(columns.Prompt));

    /// <inheritdoc/>
    public override TaskRow Read(UploadedRow row)
    {
        FieldRow fields = (FieldRow)row;
        bool hasPrompt = prompt.IsIn(fields);
        string[] names = Fields(hasPrompt);
        string?[] texts = [.. names.Select(name => fields.GetText(name))];
        if (texts.Any(text => text is not null && string.IsNullOrWhiteSpace(text)))
        {
            return new TaskRow(row.Line) { IsEmpty = true };
        }

        bool isUsable = true;
        foreach ((string name, string? text) in names.Zip(texts))
        {
            isUsable &= text is not null && rules.Accept(row, name, text);
        }

        return !isUsable ? new TaskRow(row.Line) : new TaskRow(row.Line)
        {
            Example = hasPrompt ? new GenerationExample { Prompt = texts[0], Completion = texts[1] } : new GenerationExample { Text = texts[0] },
            Text = string.Join(TextRules.Separator, texts),
            Length = texts.Sum(text => CodePoints.Count(text)),
        };
    }

    private string[] Fields(bool hasPrompt) => hasPrompt ? [columns.Prompt, columns.Completion] : [columns.Text];
}
