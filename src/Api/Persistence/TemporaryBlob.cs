namespace Hone.Api.Persistence;

/// <summary>Content being written and hashed. Unless it becomes a blob, it is gone when disposed.</summary>
public sealed class TemporaryBlob : IAsyncDisposable
{
    private readonly FileStream file;
    private readonly HashingStream hashing;
    private string? sha256;

    internal TemporaryBlob(string path)
        : this(path, new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 128 * 1024,
        }))
    {
    }

    internal TemporaryBlob(string path, FileStream file)
    {
        Path = path;
        this.file = file;
        hashing = new HashingStream(file);
    }

    /// <summary>The file that is written.</summary>
    public string Path { get; }

    /// <summary>Where to write. Disposing it does not end the content.</summary>
    public Stream Content => hashing;

    /// <summary>Bytes written so far.</summary>
    public long Bytes => hashing.Count;

    /// <summary>SHA-256 of the completed content, lower-case hexadecimal.</summary>
    public string Sha256 => sha256 ?? throw new InvalidOperationException("The content is not complete.");

    /// <summary>Ends the content and brings it to the disk.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        sha256 = hashing.Sha256;
        await file.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await file.DisposeAsync();
        }
        catch (IOException)
        {
            // What was not written yet finds no room. It goes anyway, and with it the room that it took.
        }
        finally
        {
            hashing.Dispose();
            File.Delete(Path);
        }
    }
}
