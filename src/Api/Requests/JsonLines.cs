using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Problems;

namespace Hone.Api.Requests;

/// <summary>Pages through a file in canonical form, in which each line is a JSON object, without reading what is before the page.</summary>
internal static class JsonLines
{
    /// <summary>A page ends early beyond this many bytes, so that long lines do not fill the memory.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private const int BufferBytes = 256 * 1024;

    /// <summary>Reads one page.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="page">Which page.</param>
    /// <param name="present">How a line is shown, from its number and what it says.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">The cursor is not of this file.</exception>
    /// <exception cref="InvalidDataException">The file ends within a line: it was damaged.</exception>
    public static async Task<Page<TItem>> ReadPageAsync<TLine, TItem>(
        FileStream file,
        PageRequest page,
        Func<long, TLine, TItem> present,
        CancellationToken cancellationToken)
    {
        LinePosition position = page.AfterLine(file);
        long furthest = position.Offset + MostBytes;
        file.Position = position.Offset;
        PipeReader reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: BufferBytes, minimumReadSize: BufferBytes / 2, leaveOpen: true));
        List<TItem> items = [];
        long searched = 0;
        while (items.Count < page.Limit && position.Offset < Math.Min(file.Length, furthest))
        {
            ReadResult result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                searched = 0;
                ReadOnlySequence<byte> line = result.Buffer.Slice(0, end);
                position = new LinePosition(position.Number + 1, position.Offset + line.Length + 1);
                items.Add(present(position.Number, Parse<TLine>(line)));
                reader.AdvanceTo(result.Buffer.GetPosition(1, end));
            }
            else if (result.IsCompleted)
            {
                throw new InvalidDataException($"{Path.GetFileName(file.Name)} ends within a line.");
            }
            else
            {
                searched = result.Buffer.Length; // a long line comes in many pieces; each is searched once
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        await reader.CompleteAsync();
        return new Page<TItem>(items, position.Offset < file.Length ? Cursor.Of(position) : null);
    }

    /// <summary>Whether a position is one between two lines, and not beyond the end.</summary>
    public static bool Has(FileStream file, LinePosition position)
    {
        if (position == default)
        {
            return true;
        }

        if (position.Number < 1 || position.Offset < 1 || position.Offset > file.Length)
        {
            return false;
        }

        file.Position = position.Offset - 1;
        return file.ReadByte() == '\n';
    }

    private static T Parse<T>(ReadOnlySequence<byte> line)
    {
        Utf8JsonReader json = new(line);
        return JsonSerializer.Deserialize<T>(ref json, HoneJson.Options)!;
    }
}
