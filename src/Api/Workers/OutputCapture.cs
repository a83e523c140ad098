using System.Text;
using Hone.Training.Running;

namespace Hone.Api.Workers;

/// <summary>
/// What a process prints, kept in a file: its beginning up to a limit there, and its end in memory, where a crash explains itself.
/// </summary>
/// <param name="path">The file to write.</param>
/// <param name="maximumBytes">The most bytes to write.</param>
internal sealed class OutputCapture(string path, long maximumBytes) : IDisposable
{
    private const int TailBytes = 4096;

    private readonly Lock gate = new();
    private readonly FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly byte[] tail = new byte[TailBytes];
    private int tailLength;
    private bool full;

    /// <summary>The last lines that were printed.</summary>
    public string Tail
    {
        get
        {
            lock (gate)
            {
                return Encoding.UTF8.GetString(tail, 0, tailLength).TrimEnd();
            }
        }
    }

    /// <summary>Takes in a stream of the process until it ends.</summary>
    public async Task CopyAsync(Stream source)
    {
        byte[] buffer = new byte[4096];
        int count;
        while ((count = await source.ReadAsync(buffer)) > 0)
        {
            lock (gate)
            {
                Append(buffer.AsSpan(0, count));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Append(ReadOnlySpan<byte> printed)
    {
        Write(printed[..(int)Math.Clamp(maximumBytes - file.Length, 0, printed.Length)]);
        ReadOnlySpan<byte> kept = printed[^Math.Min(printed.Length, TailBytes)..];
        int old = Math.Min(tailLength, TailBytes - kept.Length);
        tail.AsSpan(tailLength - old, old).CopyTo(tail);
        kept.CopyTo(tail.AsSpan(old));
        tailLength = old + kept.Length;
    }

    /// <summary>Ends the file where the disk is full: what is not read on would stop the process that prints it.</summary>
    private void Write(ReadOnlySpan<byte> printed)
    {
        if (full)
        {
            return;
        }

        try
        {
            file.Write(printed);
        }
        catch (IOException fault) when (FullDisk.Is(fault))
        {
            full = true;
        }
    }
}
