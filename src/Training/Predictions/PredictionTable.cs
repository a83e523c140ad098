using System.Text;
using System.Text.Json;
using CsvHelper;
using Hone.Domain.Tasks;

namespace Hone.Training.Predictions;

/// <summary>
/// The predictions of a job as CSV (RFC 4180, UTF-8, with a header line): one record for each row of the file, with the best answer in columns of its own
/// where the task has such, the whole prediction as JSON, and of a row without one the reason.
/// </summary>
public static class PredictionTable
{
    private static readonly string[] Places = ["row", "line"];
    private static readonly string[] Errors = ["code", "message", "field"];

    /// <summary>Writes the table, record by record.</summary>
    /// <param name="predictions">The predictions, one <see cref="RowPrediction"/> per line.</param>
    /// <param name="task">What was predicted.</param>
    /// <param name="destination">Where the table goes; only written to asynchronously, left open.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteAsync(Stream predictions, TaskKind task, Stream destination, CancellationToken cancellationToken)
    {
        string[] best = BestOf(task);
        await using CsvWriter table = CsvWriter.Create(destination, new CsvWriterOptions(), leaveOpen: true);
        await table.WriteRecordAsync([.. Places, .. best, "prediction", .. Errors], cancellationToken);
        using StreamReader lines = new(predictions, Encoding.UTF8, leaveOpen: true);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            JsonElement? prediction = Find(row, "prediction");
            JsonElement? error = Find(row, "error");
            JsonElement? first = prediction is { ValueKind: JsonValueKind.Array } answers ? answers.EnumerateArray().Cast<JsonElement?>().FirstOrDefault() : prediction;
            await table.WriteRecordAsync(
                [
                    .. Places.Select(name => Cell(row, name)),
                    .. best.Select(name => Cell(first, name)),
                    prediction?.GetRawText(),
                    .. Errors.Select(name => Cell(error, name)),
                ],
                cancellationToken);
        }

        await table.FlushAsync(cancellationToken);
    }

    /// <summary>What of the best answer has columns.</summary>
    private static string[] BestOf(TaskKind task) => task switch
    {
        TaskKind.TextClassification => ["label", "score"],
        TaskKind.FillMask => ["token_str", "score"],
        TaskKind.TextGeneration => ["generated_text", "finish_reason", "tokens"],
        TaskKind.SentenceSimilarity => ["score"],
        _ => [],
    };

    private static JsonElement? Find(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null ? found : null;

    private static string? Cell(JsonElement? parent, string name) => Find(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };
}
