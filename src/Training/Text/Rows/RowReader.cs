using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>Reads the rows of an uploaded file, one at a time. A row that cannot be read is reported, and comes as an <see cref="UnreadableRow"/>.</summary>
/// <param name="path">The file.</param>
/// <param name="format">How its rows are written.</param>
/// <param name="requireColumns">The columns that a table must have, from whether it has one of a name.</param>
/// <param name="reading">Which columns of CoNLL are read.</param>
/// <param name="limits">How large a row may be.</param>
/// <param name="problems">Where to report.</param>
/// <param name="longestRecord">Bytes of the longest row of a table behind which reading goes on, when such rows may be longer than is allowed.</param>
internal sealed class RowReader(
    string path,
    DatasetFormat format,
    Func<Func<string, bool>, IEnumerable<string>> requireColumns,
    ReadingOptions reading,
    DatasetLimits limits,
    FileProblems problems,
    int? longestRecord = null)
{
    private long? cutOff;

    /// <summary>Reads the rows in their order. A row is of use until the next one is read.</summary>
    public IAsyncEnumerable<UploadedRow> ReadAsync(CancellationToken cancellationToken) => format switch
    {
        DatasetFormat.Jsonl => ReadJsonlAsync(cancellationToken),
        DatasetFormat.Conll => ReadConllAsync(cancellationToken),
        _ => ReadTableAsync(cancellationToken),
    };

    private int MostBytes => longestRecord ?? limits.RowBytes;

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private async IAsyncEnumerable<UploadedRow> ReadJsonlAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FileStream file = Open();
        Utf8LineReader lines = new(file, limits.RowBytes);
        while (await lines.ReadAsync(cancellationToken))
        {
            if (!lines.TryGet(problems, out ReadOnlyMemory<byte> line))
            {
                yield return new UnreadableRow(lines.Number, problems);
                continue;
            }

            if (line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            using JsonDocument? row = JsonLine.Parse(line, lines.Number, problems);
            yield return row is null ? new UnreadableRow(lines.Number, problems) : new JsonRow(row.RootElement, lines.Number, problems);
        }
    }

    private async IAsyncEnumerable<UploadedRow> ReadConllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FileStream file = Open();
        await foreach (TaggedSentence sentence in new ConllReader(new Utf8LineReader(file, limits.RowBytes), reading, limits, problems).ReadAsync(cancellationToken))
        {
            yield return sentence;
        }
    }

    private async IAsyncEnumerable<UploadedRow> ReadTableAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FileStream file = Open();
        if (await BeginsAsUtf16Async(file, cancellationToken))
        {
            problems.Add(ProblemCodes.NotUtf8, 1, null, "The file is UTF-16; save it as UTF-8.");
            yield break;
        }

        Queue<CsvMalformedRecord> malformed = [];
        using CsvReader table = CsvReader.Create(file, TableOptions(malformed));
        if (!await AdvanceAsync(table, header: true, cancellationToken) || FindColumns(table, malformed) is not { } columns)
        {
            yield break;
        }

        while (await AdvanceAsync(table, header: false, cancellationToken))
        {
            if (malformed.TryPeek(out CsvMalformedRecord record) && record.LineNumber == table.LineNumber)
            {
                Report(malformed.Dequeue());
            }
            else if (table.RawRecord.Length > limits.RowBytes)
            {
                problems.Add(ProblemCodes.TextTooLong, table.LineNumber, null, $"The row has more than {limits.RowBytes} bytes.");
            }
            else if (!Utf8.IsValid(table.RawRecord))
            {
                problems.Add(ProblemCodes.NotUtf8, InvalidLine(table), null, "The row is not valid UTF-8; save the file as UTF-8.");
            }
            else if (table.FieldCount != table.Headers.Count)
            {
                problems.Add(
                    ProblemCodes.WrongColumnCount,
                    table.LineNumber,
                    null,
                    $"The header names {table.Headers.Count} columns; the row has {table.FieldCount}.");
            }
            else
            {
                yield return new TableRow(table, columns, problems);
                continue;
            }

            yield return new UnreadableRow(table.LineNumber, problems);
        }

        if (cutOff is { } line)
        {
            yield return new UnreadableRow(line, problems);
        }
    }

    private void Report(CsvMalformedRecord record) => problems.Add(ProblemCodes.WrongQuote, record.LineNumber, null, record.Reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "A quote is opened in this row and never closed.",
        CsvMalformedReason.TextAfterClosingQuote => "A closing quote is followed by text; a quote inside a quoted field is written twice.",
        _ => "A quote stands in a field that does not begin with one; put the field in quotes and write the quote twice.",
    });

    private CsvReaderOptions TableOptions(Queue<CsvMalformedRecord> malformed) => new()
    {
        Separator = format == DatasetFormat.Tsv ? '\t' : ',',
        Mode = format == DatasetFormat.Tsv ? CsvMode.NoEscape : CsvMode.Rfc4180,
        TrimWhitespace = false,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MaxRecordSize = MostBytes,
        MalformedData = CsvMalformedDataHandling.Recover, // the row is left out here, where its place is known
        OnMalformedRecord = malformed.Enqueue,
    };

    private async ValueTask<bool> AdvanceAsync(CsvReader table, bool header, CancellationToken cancellationToken)
    {
        try
        {
            if (!header)
            {
                return await table.ReadAsync(cancellationToken);
            }

            await table.ReadHeaderAsync(cancellationToken);
            return problems.Count == 0;
        }
        catch (CsvFormatException exception)
        {
            problems.Add(
                ProblemCodes.TextTooLong,
                exception.LineNumber,
                null,
                $"The row has more than {MostBytes} bytes; a quote may not have been closed. Nothing after it was read.");
            cutOff = header ? null : exception.LineNumber;
            return false;
        }
    }

    private Dictionary<string, int>? FindColumns(CsvReader table, Queue<CsvMalformedRecord> malformed)
    {
        if (malformed.TryDequeue(out CsvMalformedRecord broken))
        {
            Report(broken);
            return null;
        }

        if (table.Headers.Count == 0)
        {
            problems.Add(ProblemCodes.EmptyFile, null, null, "The file has no header line.");
            return null;
        }

        if (table.Headers.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            problems.Add(ProblemCodes.NotUtf8, 1, null, "The header is not valid UTF-8; save the file as UTF-8.");
            return null;
        }

        foreach (IGrouping<string, string> same in table.Headers.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            problems.Add(ProblemCodes.DuplicateColumn, 1, same.Key.Length > 64 ? same.Key[..64] : same.Key, "The header names a column twice.");
        }

        Dictionary<string, int> columns = new(StringComparer.Ordinal);
        foreach ((int index, string name) in table.Headers.Index())
        {
            columns.TryAdd(name, index);
        }

        foreach (string name in requireColumns(columns.ContainsKey).Where(name => !columns.ContainsKey(name)))
        {
            problems.Add(ProblemCodes.MissingColumn, 1, name, $"The header has no column '{name}'.");
        }

        return problems.Count == 0 ? columns : null;
    }

    private static long InvalidLine(CsvReader table)
    {
        Utf8.ToUtf16(table.RawRecord, new char[table.RawRecord.Length], out int valid, out _, replaceInvalidSequences: false);
        return table.LineNumber + table.RawRecord[..valid].Count((byte)'\n');
    }

    private static async ValueTask<bool> BeginsAsUtf16Async(FileStream file, CancellationToken cancellationToken)
    {
        byte[] mark = new byte[2];
        int read = await file.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return read == mark.Length && mark is [0xFF, 0xFE] or [0xFE, 0xFF];
    }
}
