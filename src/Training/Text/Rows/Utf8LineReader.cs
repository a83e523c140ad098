using System.Text.Unicode;
using Hone.Domain.Problems;

namespace Hone.Training.Text.Rows;

/// <summary>
/// Reads the lines of a stream as UTF-8 bytes, in a buffer that grows no further than the longest line allowed. Lines end with LF or
/// CRLF; a byte order mark before the first is dropped.
/// </summary>
/// <param name="stream">Read to its end, left open.</param>
/// <param name="maximumLineBytes">A longer line is passed over and reported.</param>
internal sealed class Utf8LineReader(Stream stream, int maximumLineBytes)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int scanned;
    private int end;
    private bool ended;
    private bool tooLong;
    private ReadOnlyMemory<byte> line;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The current line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Moves to the next line.</summary>
    /// <returns>Whether there is one.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        tooLong = false;
        while (true)
        {
            int length = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Take(scanned + length);
                start = scanned += length + 1;
                return true;
            }

            scanned = end;
            if (ended)
            {
                if (start == end && !tooLong)
                {
                    return false;
                }

                Take(end);
                start = end;
                return true;
            }

            // A carriage return and a byte order mark may come on top.
            if (end - start > maximumLineBytes + 4L)
            {
                tooLong = true;
                start = end;
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Gives the current line without its end, valid until the next is read; a line that cannot be used is reported.</summary>
    /// <returns>Whether it can be used.</returns>
    public bool TryGet(FileProblems problems, out ReadOnlyMemory<byte> bytes)
    {
        bytes = line;
        if (tooLong || line.Length > maximumLineBytes)
        {
            problems.Add(ProblemCodes.TextTooLong, Number, null, $"The line has more than {maximumLineBytes} bytes.");
            return false;
        }

        if (!Utf8.IsValid(line.Span))
        {
            problems.Add(ProblemCodes.NotUtf8, Number, null, "The line is not valid UTF-8; save the file as UTF-8.");
            return false;
        }

        return true;
    }

    private void Take(int until)
    {
        Number++;
        line = buffer.AsMemory(start, until - start);
        if (Number == 1 && line.Span.StartsWith(ByteOrderMark))
        {
            line = line[ByteOrderMark.Length..];
        }

        if (line.Span is [.., (byte)'\r'])
        {
            line = line[..^1];
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        scanned = end;
        start = 0;
        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        ended = read == 0;
    }
}
