using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Hone.Domain.Datasets;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text;
using Hone.Training.Text.Rows;

namespace Hone.Training.Predictions;

/// <summary>An uploaded file of inputs. It is read row by row, once, into canonical form: a row that cannot be read stays in its place, with the reason.</summary>
/// <param name="path">Where its bytes are, not compressed.</param>
/// <param name="name">The name it was uploaded with, which problems give.</param>
/// <param name="format">How its rows are written.</param>
/// <param name="columns">Which columns are read.</param>
/// <param name="task">What is to be predicted.</param>
/// <param name="limits">How large it may be.</param>
public sealed class InputFile(string path, string name, InputFormat format, InputColumns columns, TaskKind task, RowLimits limits)
{
    // A row of a table ends where its quotes allow it, not where its line does: to find the next one, a row that is too long has to be held.
    private const int LongestRecord = 16;

    private readonly InputShape shape = new(columns, task, limits);

    /// <summary>Writes the canonical form: one <see cref="InputRow"/> per line.</summary>
    /// <param name="canonical">Where it goes. Flushed, left open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How many rows there are.</returns>
    /// <exception cref="RefusalException">No row can be read, or there are too many.</exception>
    public async Task<long> CanonicalizeAsync(Stream canonical, CancellationToken cancellationToken)
    {
        CanonicalWriter<InputRow> writer = new(canonical);
        ProblemList problems = [];
        ProblemList unreadable = [];
        long rows = 0;
        bool anyReadable = false;
        await foreach ((long line, PredictionInput? input) in ReadAsync(new FileProblems(problems, name), cancellationToken))
        {
            rows++;
            IReadOnlyList<Problem> found = problems.Take();
            if (rows > limits.Rows)
            {
                string many = $"The file has more than {limits.Rows} rows (Hone:Limits:Predictions:Rows).";
                throw new RefusalException(RefusalKind.TooLarge, ProblemCodes.TooManyRows, many) { Problems = [new Problem(ProblemCodes.TooManyRows, many) { File = name, Line = line }] };
            }

            anyReadable |= input is not null;
            if (!anyReadable)
            {
                unreadable.AddRange(found.Take(1));
            }

            await writer.WriteAsync(new InputRow(rows, line) { Input = input, Error = input is null ? RowProblem.Of(found[0]) : null }, cancellationToken);
        }

        if (!anyReadable)
        {
            unreadable.AddRange(problems);
            if (unreadable.Count == 0)
            {
                unreadable.Add(new Problem(ProblemCodes.EmptyFile, "The file has no rows.") { File = name });
            }

            unreadable.ThrowIfAny(ProblemCodes.InvalidInputs, "The file cannot be used: no row of it can be read.");
        }

        await writer.FlushAsync(cancellationToken);
        return rows;
    }

    private IAsyncEnumerable<(long Line, PredictionInput? Input)> ReadAsync(FileProblems problems, CancellationToken cancellationToken) => format switch
    {
        InputFormat.Csv => ReadTableAsync(DatasetFormat.Csv, problems, cancellationToken),
        InputFormat.Tsv => ReadTableAsync(DatasetFormat.Tsv, problems, cancellationToken),
        _ => ReadLinesAsync(problems, cancellationToken),
    };

    private async IAsyncEnumerable<(long Line, PredictionInput? Input)> ReadTableAsync(
        DatasetFormat table,
        FileProblems problems,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowReader reader = new(path, table, shape.RequireColumns, new ReadingOptions(), new DatasetLimits { RowBytes = limits.RowBytes }, problems, (int)Math.Min((long)LongestRecord * limits.RowBytes, Array.MaxLength));
        await foreach (UploadedRow row in reader.ReadAsync(cancellationToken))
        {
            yield return (row.Line, row is TableRow record ? shape.Read(record) : null);
        }
    }

    private async IAsyncEnumerable<(long Line, PredictionInput? Input)> ReadLinesAsync(FileProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        Utf8LineReader lines = new(file, limits.RowBytes);
        while (await lines.ReadAsync(cancellationToken))
        {
            if (!lines.TryGet(problems, out ReadOnlyMemory<byte> line))
            {
                yield return (lines.Number, null);
            }
            else if (format == InputFormat.Text)
            {
                yield return (lines.Number, shape.Read(Encoding.UTF8.GetString(line.Span), Report));
            }
            else if (!line.Span.Trim(" \t"u8).IsEmpty)
            {
                using JsonDocument? row = JsonLine.Parse(line, lines.Number, problems, allowText: true);
                yield return (lines.Number, row is null ? null : shape.Read(row.RootElement, Report));
            }
        }

        void Report(string code, string? field, string message, long? at) => problems.Add(code, at ?? lines.Number, field, message);
    }
}
