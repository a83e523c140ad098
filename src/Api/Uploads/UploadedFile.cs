using System.IO.Pipelines;
using Hone.Api.Configuration;

namespace Hone.Api.Uploads;

/// <summary>One file of an upload, expanded if it came as gzip.</summary>
/// <param name="Name">What to call it in messages: the client's name for it, or that of its part.</param>
/// <param name="MediaType">The media type it came with, if any.</param>
/// <param name="Content">Its content, to be read once.</param>
internal sealed record UploadedFile(string Name, string? MediaType, Stream Content)
{
    private const string GzipExtension = ".gz";
    private const int LongestName = 100;

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    /// <summary>The extension that tells its format, lower-case and without that of gzip.</summary>
    public string Extension => Path.GetExtension(IsGzipName(Name) ? Name[..^GzipExtension.Length] : Name).ToLowerInvariant();

    /// <summary>Opens a file; gzip is known by its first two bytes, which no UTF-8 text begins with.</summary>
    public static async Task<UploadedFile> OpenAsync(string name, string? mediaType, Stream content, LimitOptions limits, CancellationToken cancellationToken)
    {
        name = Legible(name);
        PipeReader pipe = PipeReader.Create(content, new StreamPipeReaderOptions(leaveOpen: true));
        ReadResult first = await pipe.ReadAtLeastAsync(GzipMagic.Length, cancellationToken);
        bool isGzip = StartsWithMagic(first);
        pipe.AdvanceTo(first.Buffer.Start);
        if (!isGzip && IsGzipName(name) && first.Buffer.Length > 0)
        {
            throw GunzippedStream.Invalid(name);
        }

        Stream whole = pipe.AsStream();
        return new UploadedFile(name, mediaType, isGzip ? new GunzippedStream(whole, name, limits) : whole);
    }

    private static bool StartsWithMagic(ReadResult first)
    {
        Span<byte> start = stackalloc byte[GzipMagic.Length];
        if (first.Buffer.Length < start.Length)
        {
            return false;
        }

        System.Buffers.BuffersExtensions.CopyTo(first.Buffer.Slice(0, start.Length), start);
        return start.SequenceEqual(GzipMagic);
    }

    private static bool IsGzipName(string name) => name.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>A client's name for a file without folders, control characters or great length.</summary>
    private static string Legible(string name)
    {
        string last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        string printable = string.Concat(last.Where(character => !char.IsControl(character)));
        return printable.Length <= LongestName ? printable : printable[^LongestName..];
    }
}
