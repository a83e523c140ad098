using System.Buffers;
using System.Text.Json;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text.Rows;

namespace Hone.Training.Predictions;

/// <summary>Makes inputs of rows: the fields that the task takes, under the rules of <c>/predict</c>. Other columns are ignored.</summary>
/// <param name="columns">Which columns hold the fields.</param>
/// <param name="task">What is to be predicted.</param>
/// <param name="limits">How large an input may be.</param>
internal sealed class InputShape(InputColumns columns, TaskKind task, RowLimits limits)
{
    private const string PromptColumn = "prompt";
    private const string Expected = "a string, or an object with its fields";

    /// <summary>The columns that a table must have: the text's, and those that were named for the purpose.</summary>
    public IEnumerable<string> RequireColumns(Func<string, bool> has)
    {
        InputColumns names = Names(has);
        string first = task == TaskKind.SemanticRoleLabeling && !has(names.Text) && has(names.Words) ? names.Words : names.Text;
        return [first, .. names.Of(task).Skip(1).Except(InputColumns.Default.Of(task))];
    }

    /// <summary>The input of a record of a table; null where there is none, which is reported.</summary>
    public PredictionInput? Read(TableRow row)
    {
        InputColumns names = Names(row.Has);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            foreach (string column in names.Of(task).Where(row.Has))
            {
                string cell = row.GetText(column)!;
                bool isText = column == names.Text;
                if (string.IsNullOrWhiteSpace(cell) && (!isText || (task == TaskKind.SemanticRoleLabeling && row.Has(names.Words))))
                {
                    continue; // the row has no such field
                }

                json.WritePropertyName(column);
                if (isText || column == names.TextPair)
                {
                    json.WriteStringValue(cell);
                }
                else if (!WriteList(json, cell))
                {
                    row.Report(ProblemCodes.InvalidJson, column, $"'{column}' must be a JSON array.");
                    return null;
                }
            }

            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return Read(document.RootElement, names, row.Report);
    }

    /// <summary>The input of a line of JSONL; null where there is none, which is reported.</summary>
    /// <param name="value">A string or an object.</param>
    /// <param name="report">Told what is wrong: code, field, message and line.</param>
    public PredictionInput? Read(JsonElement value, Action<string, string?, string, long?> report)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Read(value, columns, report);
        }

        InputColumns names = Names(name => value.TryGetProperty(name, out _));
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            foreach (string column in names.Of(task))
            {
                if (value.TryGetProperty(column, out JsonElement field) && field.ValueKind != JsonValueKind.Null)
                {
                    json.WritePropertyName(column);
                    json.WriteRawValue(field.GetRawText());
                }
            }

            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return Read(document.RootElement, names, report);
    }

    /// <summary>The input of a line of text; null where there is none, which is reported.</summary>
    public PredictionInput? Read(string text, Action<string, string?, string, long?> report)
    {
        using JsonDocument document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(text));
        return Read(document.RootElement, columns, report);
    }

    private static bool WriteList(Utf8JsonWriter json, string cell)
    {
        try
        {
            using JsonDocument list = JsonDocument.Parse(cell);
            list.RootElement.WriteTo(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private PredictionInput? Read(JsonElement value, InputColumns names, Action<string, string?, string, long?> report)
    {
        try
        {
            PredictionInput? input = null;
            Problem? problem = PredictionInput.Validate(value, "", Expected, names).FirstOrDefault()
                ?? FindExcess(input = PredictionInput.Of(value, "", names), names);
            if (problem is null)
            {
                return input;
            }

            report(problem.Code, problem.Field, problem.Message, null);
        }
        catch (InvalidOperationException)
        {
            report(ProblemCodes.ForbiddenCharacter, null, "The row has an escape that is half of a surrogate pair.", null);
        }

        return null;
    }

    /// <summary>What an input has too much of.</summary>
    private Problem? FindExcess(PredictionInput input, InputColumns names)
    {
        if (input.Candidates is { } candidates && candidates.Count > limits.Candidates)
        {
            string many = $"The row has {candidates.Count} texts to compare with; {limits.Candidates} is the most (Hone:Limits:Predictions:Candidates).";
            return new Problem(ProblemCodes.BatchTooLarge, many) { Field = names.Candidates };
        }

        (string Field, string? Text)[] texts =
        [
            (input.Words is null ? names.Text : names.Words, input.Text),
            (names.TextPair, input.TextPair),
            (names.Candidates, input.Candidates?.MaxBy(text => text.Length)),
        ];
        foreach ((string field, string? text) in texts)
        {
            if (text?.Length > limits.InputCharacters)
            {
                return new Problem(
                    ProblemCodes.TextTooLong,
                    $"'{field}' has {text.Length} characters; an input may have {limits.InputCharacters} (Hone:Limits:Predictions:InputCharacters).")
                {
                    Field = field,
                };
            }
        }

        return null;
    }

    /// <summary>The columns of a row: data sets of text generation call the text that is to be gone on with a prompt.</summary>
    private InputColumns Names(Func<string, bool> has) =>
        task == TaskKind.TextGeneration && columns.Text == InputColumns.Default.Text && !has(columns.Text) && has(PromptColumn)
            ? columns with { Text = PromptColumn }
            : columns;
}
