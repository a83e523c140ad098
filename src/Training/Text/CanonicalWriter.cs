using System.Buffers;
using System.Text.Json;
using Hone.Domain;

namespace Hone.Training.Text;

/// <summary>Writes the canonical form: one JSON object per line, UTF-8, LF.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="stream">Written to, left open.</param>
internal sealed class CanonicalWriter<T>(Stream stream)
{
    private const int FlushAt = 64 * 1024;

    private readonly ArrayBufferWriter<byte> buffer = new(FlushAt);

    public async ValueTask WriteAsync(T row, CancellationToken cancellationToken)
    {
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = HoneJson.Options.Encoder }))
        {
            JsonSerializer.Serialize(json, row, HoneJson.Options);
        }

        buffer.Write("\n"u8);
        if (buffer.WrittenCount >= FlushAt)
        {
            await WriteOutAsync(cancellationToken);
        }
    }

    /// <summary>Writes out what is buffered and flushes the stream.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await WriteOutAsync(cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private async ValueTask WriteOutAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}
