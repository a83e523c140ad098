using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Hone.Domain;

namespace Hone.Api.Persistence;

/// <summary>Reads a stretch of a canonical blob, in which each line is a JSON object.</summary>
internal static class JsonLines
{
    /// <summary>A stretch ends early beyond this many bytes, so that long lines do not fill the memory.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>Whether a position is one between two lines, and not beyond the end.</summary>
    public static bool Has(FileStream blob, LinePosition position)
    {
        if (position == default)
        {
            return true;
        }

        if (position.Number < 1 || position.Offset < 1 || position.Offset > blob.Length)
        {
            return false;
        }

        blob.Position = position.Offset - 1;
        return blob.ReadByte() == '\n';
    }

    /// <summary>Reads lines from a position on.</summary>
    /// <returns>The values, and the position after each.</returns>
    public static async Task<IReadOnlyList<(T Value, LinePosition After)>> ReadAsync<T>(FileStream blob, LinePosition from, int limit, CancellationToken cancellationToken)
    {
        List<(T Value, LinePosition After)> lines = [];
        blob.Position = from.Offset;
        PipeReader reader = PipeReader.Create(blob, new StreamPipeReaderOptions(leaveOpen: true));
        LinePosition position = from;
        while (lines.Count < limit && position.Offset - from.Offset < MostBytes)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                ReadOnlySequence<byte> line = result.Buffer.Slice(0, end);
                position = new LinePosition(position.Number + 1, position.Offset + line.Length + 1);
                Utf8JsonReader json = new(line);
                lines.Add((JsonSerializer.Deserialize<T>(ref json, HoneJson.Options)!, position));
                reader.AdvanceTo(result.Buffer.GetPosition(1, end));
            }
            else if (result.IsCompleted)
            {
                break;
            }
            else
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        await reader.CompleteAsync();
        return lines;
    }
}
