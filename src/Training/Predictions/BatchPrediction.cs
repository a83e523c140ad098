using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Inference;
using Hone.Training.Native;
using Hone.Training.Running;

namespace Hone.Training.Predictions;

/// <summary>
/// Predicts for every row of a file, chunk by chunk, into <see cref="JobDirectory.Predictions"/>. Memory holds one chunk. What an earlier attempt wrote
/// whole is kept, and as chunks are cut the same way every time, an interrupted job ends in the bytes of an uninterrupted one.
/// </summary>
/// <param name="specification">What was asked for.</param>
/// <param name="model">The model to ask.</param>
/// <param name="rows">The rows.</param>
/// <param name="settings">How rows are predicted for.</param>
/// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="directory">Where the job's files are.</param>
/// <param name="events">Where to report.</param>
public sealed class BatchPrediction(
    PredictSpecification specification,
    ModelInput model,
    RowsInput rows,
    PredictionSettings settings,
    string device,
    JobDirectory directory,
    EventLog events)
{
    /// <summary>Predicts for the rows that have no prediction yet.</summary>
    /// <exception cref="RefusalException">The model cannot be used.</exception>
    public TrainerResult Run(CancellationToken cancellationToken)
    {
        ModelRecord record = new ModelDirectory(model.Path).ReadRecord();
        TaskKind task = specification.Task ?? record.Task;
        using PredictionFile predictions = PredictionFile.Open(directory);
        if (predictions.Reached.Rows > 0)
        {
            events.Log($"Going on behind row {predictions.Reached.Rows}.");
        }

        PredictionProgress progress = new(events, predictions.Reached, rows.Rows);
        using (IRowPredictor predictor = Load(task))
        {
            foreach (IReadOnlyList<(InputRow Row, int Bytes)> chunk in Chunks(predictions.Reached.InputBytes, predictor.MostRows))
            {
                Predict(chunk, predictor, predictions, progress, cancellationToken);
            }
        }

        PredictionCheckpoint reached = predictions.Reached;
        Dictionary<string, double> metrics = new()
        {
            ["rows"] = reached.Rows,
            ["errors"] = reached.Errors,
            ["truncated"] = reached.Truncated,
            ["tokens"] = reached.Tokens,
            ["rowsPerSecond"] = progress.RowsPerSecond,
        };
        return new TrainerResult { Task = task, Family = record.Family, Parameters = record.Parameters, Metrics = metrics, Libraries = TorchRuntime.Versions };
    }

    private IRowPredictor Load(TaskKind task)
    {
        InferenceOptions options = new(device, settings.Precision);
        return task == TaskKind.TextGeneration
            ? new GeneratedRows(TextGenerator.Load(model.Path, options), specification.Parameters)
            : new BatchedRows(TaskPredictor.Load(model.Path, task, options), specification.Parameters, settings.BatchTokens);
    }

    /// <summary>The rows from a byte of the canonical form on, in chunks whose ends do not depend on where reading began.</summary>
    private IEnumerable<IReadOnlyList<(InputRow Row, int Bytes)>> Chunks(long offset, int mostRows)
    {
        int largest = Math.Min(settings.ChunkRows, mostRows);
        List<(InputRow, int)> chunk = [];
        long bytes = 0;
        foreach ((InputRow row, int length) in CanonicalRows.Read(rows.Path, offset))
        {
            chunk.Add((row, length));
            bytes += length;
            if (chunk.Count == largest || bytes >= settings.ChunkBytes)
            {
                yield return chunk;
                (chunk, bytes) = ([], 0);
            }
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private static void Predict(
        IReadOnlyList<(InputRow Row, int Bytes)> chunk,
        IRowPredictor predictor,
        PredictionFile predictions,
        PredictionProgress progress,
        CancellationToken cancellationToken)
    {
        PredictionCheckpoint reached = predictions.Reached;
        ReadOnlyMemory<byte>[] lines = new ReadOnlyMemory<byte>[chunk.Count];
        List<int> readable = [];
        for (int place = 0; place < chunk.Count; place++)
        {
            reached = reached with { InputBytes = reached.InputBytes + chunk[place].Bytes };
            if (chunk[place].Row.Error is { } error)
            {
                Answer(place, new RowAnswer(null, error));
            }
            else
            {
                readable.Add(place);
            }
        }

        predictor.Predict([.. readable.Select(place => chunk[place].Row.Input!)], (index, answer) => Answer(readable[index], answer), cancellationToken);
        predictions.Append(lines, reached);
        progress.ReportWritten(reached);

        void Answer(int place, RowAnswer answer)
        {
            InputRow row = chunk[place].Row;
            lines[place] = Line(new RowPrediction(row.Row, row.Line) { Prediction = answer.Prediction, Error = answer.Error });
            reached = reached with
            {
                Rows = reached.Rows + 1,
                Errors = reached.Errors + (answer.Error is null ? 0 : 1),
                Truncated = reached.Truncated + (answer.Truncated ? 1 : 0),
                Tokens = reached.Tokens + answer.Tokens,
            };
            progress.Report(reached);
        }
    }

    private static byte[] Line(RowPrediction prediction) => [.. JsonSerializer.SerializeToUtf8Bytes(prediction, HoneJson.Options), (byte)'\n'];
}
