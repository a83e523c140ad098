using System.IO.Compression;
using Hone.Api.Configuration;
using Hone.Domain.Problems;

namespace Hone.Api.Uploads;

/// <summary>
/// What a gzip file (RFC 1952, any number of members) expands to, as far as the limits let it. <see cref="GZipStream"/> alone takes a file
/// that breaks off for one that ends, so a member of our own is put behind it: only a whole file lets that member be read.
/// </summary>
internal sealed class GunzippedStream : ReadOnlyStream
{
    /// <summary>A small file may expand as much as it likes: one that repeats a line reaches any ratio.</summary>
    private const long AlwaysAllowed = 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    private static readonly byte[] EndMark = [.. "the end of a whole file, the end of a whole file, the end of a whole file"u8];
    private static readonly byte[] EndMember = Compress(EndMark);

    private readonly string file;
    private readonly LimitOptions limits;
    private readonly EndedStream compressed;
    private readonly GZipStream gzip;
    private readonly byte[] buffer = new byte[BufferSize];
    private int start;
    private int end;
    private long expanded;
    private bool ended;

    /// <summary>Expands a file.</summary>
    /// <param name="compressed">The file. It stays open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="limits">How far it may expand.</param>
    public GunzippedStream(Stream compressed, string file, LimitOptions limits)
    {
        this.file = file;
        this.limits = limits;
        this.compressed = new EndedStream(compressed, EndMember);
        gzip = new GZipStream(this.compressed, CompressionMode.Decompress);
    }

    /// <summary>The refusal of a file that is not gzip.</summary>
    public static RefusalException Invalid(string file) =>
        Refuse(RefusalKind.Invalid, ProblemCodes.InvalidGzip, file, $"{file} is not a complete gzip file.");

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (end - start <= EndMark.Length && !ended)
        {
            await FillAsync(cancellationToken);
        }

        int count = Math.Min(buffer.Length, end - start - EndMark.Length);
        this.buffer.AsMemory(start, count).CopyTo(buffer);
        start += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static RefusalException Refuse(RefusalKind kind, string code, string file, string message) =>
        new(kind, code, message) { Problems = [new Problem(code, message) { File = file }] };

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int count;
        try
        {
            count = await gzip.ReadAsync(buffer.AsMemory(end), cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw Invalid(file);
        }

        end += count;
        expanded += count;
        ended = count == 0;
        if (ended && !buffer.AsSpan(start, end - start).SequenceEqual(EndMark))
        {
            throw Invalid(file);
        }

        if (expanded > limits.DecompressedBytes || (expanded > AlwaysAllowed && expanded / limits.DecompressionRatio > compressed.Count))
        {
            string message = $"{file} expands to more than {limits.DecompressedBytes} bytes, or to more than {limits.DecompressionRatio} times its size (Hone:Limits:DecompressedBytes, Hone:Limits:DecompressionRatio).";
            throw Refuse(RefusalKind.TooLarge, ProblemCodes.ExpandsTooFar, file, message);
        }
    }
}
