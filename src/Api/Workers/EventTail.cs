using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs;

namespace Hone.Api.Workers;

/// <summary>Reads a growing <c>events.jsonl</c>: every complete line once, in order.</summary>
/// <param name="path">The file; it need not exist yet.</param>
/// <param name="position">The byte to go on from.</param>
internal sealed class EventTail(string path, long position = 0)
{
    private const int ChunkBytes = 1 << 20;

    private readonly byte[] chunk = new byte[ChunkBytes];

    /// <summary>Bytes that have been read, up to and including the last complete line.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The events that were appended since the last call; a line still being written waits for the next.</summary>
    /// <exception cref="JsonException">A complete line is not an event.</exception>
    public IReadOnlyList<JobEvent> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        List<JobEvent> events = [];
        while (true)
        {
            file.Position = Position;
            int length = file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            ReadOnlySpan<byte> complete = chunk.AsSpan(0, chunk.AsSpan(0, length).LastIndexOf((byte)'\n') + 1);
            if (complete.IsEmpty)
            {
                return length < chunk.Length ? events : throw new JsonException($"A line of {Path.GetFileName(path)} is longer than {ChunkBytes} bytes.");
            }

            Position += complete.Length;
            while (!complete.IsEmpty)
            {
                int end = complete.IndexOf((byte)'\n');
                events.Add(JsonSerializer.Deserialize<JobEvent>(complete[..end], HoneJson.Options) ?? throw new JsonException("An event is null."));
                complete = complete[(end + 1)..];
            }
        }
    }
}
