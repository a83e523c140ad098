using System.Buffers;
using System.IO.Pipelines;
using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Api.Requests;

namespace Hone.Api.Uploads;

/// <summary>One file of an upload, expanded if it came as gzip.</summary>
internal sealed class UploadedFile : IAsyncDisposable
{
    private const string GzipExtension = ".gz";
    private const int LongestName = 100;

    private readonly HashingStream sent;

    private UploadedFile(string name, string? mediaType, HashingStream sent, Stream content, bool isEmpty)
    {
        this.sent = sent;
        IsEmpty = isEmpty;
        Name = name;
        MediaType = mediaType;
        Content = content;
    }

    /// <summary>What to call it in messages: the client's name for it, or that of its part.</summary>
    public string Name { get; }

    /// <summary>The media type it came with, lower-case and without parameters, if any.</summary>
    public string? MediaType { get; }

    /// <summary>Whether nothing was sent.</summary>
    public bool IsEmpty { get; }

    /// <summary>Its content, to be read once.</summary>
    public Stream Content { get; }

    /// <summary>The extension that tells its format, lower-case and without that of gzip.</summary>
    public string Extension => Path.GetExtension(IsGzipName(Name) ? Name[..^GzipExtension.Length] : Name).ToLowerInvariant();

    /// <summary>SHA-256 of what was sent, once the content is read to its end.</summary>
    public string SentSha256 => sent.Sha256;

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    /// <summary>Opens a file. Gzip is known by its first two bytes, with which no UTF-8 text begins.</summary>
    /// <param name="name">The client's name for it, or that of its part.</param>
    /// <param name="mediaType">The media type it came with, if any.</param>
    /// <param name="sent">What was sent. It stays open.</param>
    /// <param name="limits">How far it may expand.</param>
    /// <param name="cancellationToken">Ends the wait for its first bytes.</param>
    /// <exception cref="Hone.Domain.Problems.RefusalException">It is named as gzip but is not, or declared to be in another encoding than UTF-8.</exception>
    public static async Task<UploadedFile> OpenAsync(string name, string? mediaType, Stream sent, LimitOptions limits, CancellationToken cancellationToken)
    {
        Charset.Check(mediaType);
        name = Legible(name);
        HashingStream hashing = new(sent);
        PipeReader pipe = PipeReader.Create(hashing);
        ReadResult first = await pipe.ReadAtLeastAsync(GzipMagic.Length, cancellationToken);
        bool isGzip = first.Buffer.Length >= GzipMagic.Length && first.Buffer.Slice(0, GzipMagic.Length).ToArray().AsSpan().SequenceEqual(GzipMagic);
        bool isEmpty = first.Buffer.IsEmpty;
        pipe.AdvanceTo(first.Buffer.Start);
        if (!isGzip && !isEmpty && IsGzipName(name))
        {
            throw GunzippedStream.Invalid(name);
        }

        Stream whole = pipe.AsStream();
        string? plainType = mediaType?.Split(';')[0].Trim().ToLowerInvariant();
        return new UploadedFile(name, plainType, hashing, isGzip ? new GunzippedStream(whole, name, limits) : whole, isEmpty);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        sent.Dispose();
    }

    private static bool IsGzipName(string name) => name.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>A client's name for a file without folders, control characters or great length.</summary>
    public static string Legible(string name)
    {
        string last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        string printable = string.Concat(last.Where(character => !char.IsControl(character)));
        return printable.Length <= LongestName ? printable : printable[^LongestName..];
    }
}
