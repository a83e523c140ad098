namespace Hone.Api.Uploads;

/// <summary>A stream with something put behind its end.</summary>
internal sealed class EndedStream(Stream inner, ReadOnlyMemory<byte> ending) : ReadOnlyStream
{
    private bool innerEnded;

    /// <summary>Bytes read of the inner stream.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!innerEnded)
        {
            int count = await inner.ReadAsync(buffer, cancellationToken);
            Count += count;
            innerEnded = count == 0 && buffer.Length > 0;
            if (!innerEnded)
            {
                return count;
            }
        }

        int rest = Math.Min(buffer.Length, ending.Length);
        ending[..rest].CopyTo(buffer);
        ending = ending[rest..];
        return rest;
    }
}
