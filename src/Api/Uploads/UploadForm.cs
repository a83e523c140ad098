using System.Text;
using Hone.Api.Configuration;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hone.Api.Uploads;

/// <summary>A multipart form (RFC 7578), read part by part as it arrives.</summary>
internal sealed class UploadForm
{
    private const int LongestBoundary = 70; // RFC 2046, section 5.1.1
    private const int LongestName = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MultipartReader reader;
    private readonly LimitOptions limits;
    private readonly HashSet<string> seen = [];

    private UploadForm(string boundary, Stream body, LimitOptions limits)
    {
        reader = new MultipartReader(boundary, body);
        this.limits = limits;
    }

    /// <summary>Whether a media type says that a body is a form.</summary>
    public static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Begins to read a form.</summary>
    /// <exception cref="RefusalException">Its media type names no usable boundary.</exception>
    public static UploadForm Open(string? contentType, Stream body, LimitOptions limits)
    {
        string? boundary = MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        return boundary is { Length: >= 1 and <= LongestBoundary }
            ? new UploadForm(boundary, body, limits)
            : throw Invalid("The media type of the form must name a boundary of 1 to 70 characters.");
    }

    /// <summary>The refusal of a part, by its name.</summary>
    public static RefusalException Refuse(string code, string part, string message) => RefusalException.ForField(code, Quote(part), message);

    /// <summary>A part's name as far as messages quote it.</summary>
    public static string Quote(string part) => part.Length <= LongestName ? part : $"{part[..LongestName]}…";

    /// <summary>The next part, whether or not the one before was read; null at the end of the form.</summary>
    /// <exception cref="RefusalException">The form is broken, or has a part twice.</exception>
    public async Task<UploadFormPart?> ReadNextAsync(CancellationToken cancellationToken)
    {
        MultipartSection? section;
        try
        {
            section = await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception fault) when (IsBrokenForm(fault))
        {
            throw Broken();
        }

        if (section is null)
        {
            return null;
        }

        ContentDispositionHeaderValue? disposition = section.GetContentDispositionHeader();
        string? name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
        if (string.IsNullOrEmpty(name))
        {
            throw Invalid("Every part of the form must have a name.");
        }

        if (!seen.Add(name))
        {
            throw Refuse(ProblemCodes.DuplicatePart, name, $"The form has more than one part '{Quote(name)}'.");
        }

        if (section.Headers?.TryGetValue("Content-Transfer-Encoding", out StringValues encoding) == true
            && encoding.ToString().ToLowerInvariant() is not ("7bit" or "8bit" or "binary"))
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, $"The part '{Quote(name)}' is encoded for transfer; it must be sent as it is.");
        }

        Stream content = new PartStream(section.Body);
        if (section.Headers?.TryGetValue(HeaderNames.ContentEncoding, out StringValues contentEncoding) == true)
        {
            content = RequestContent.Decode(content, contentEncoding.ToString(), $"The part '{Quote(name)}'", limits);
        }

        string? fileName = disposition!.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        return new UploadFormPart(name, fileName, section.ContentType, content);
    }

    /// <summary>The text of a part that is not a file.</summary>
    /// <exception cref="RefusalException">It is too long, or not UTF-8.</exception>
    public async Task<string> ReadFieldAsync(UploadFormPart part, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[limits.FormFieldBytes + 1];
        int length = await part.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > limits.FormFieldBytes)
        {
            string message = $"'{part.Name}' is longer than {limits.FormFieldBytes} bytes (Hone:Limits:FormFieldBytes).";
            throw new RefusalException(RefusalKind.TooLarge, ProblemCodes.BodyTooLarge, message)
            {
                Problems = [new Problem(ProblemCodes.BodyTooLarge, message) { Field = part.Name }],
            };
        }

        try
        {
            return StrictUtf8.GetString(buffer, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(ProblemCodes.NotUtf8, part.Name, $"'{part.Name}' is not UTF-8.");
        }
    }

    private static RefusalException Invalid(string message) => new(RefusalKind.Invalid, ProblemCodes.InvalidMultipart, message);

    private static RefusalException Broken() => Invalid("The form breaks off or is not made as multipart/form-data is.");

    /// <summary>Faults of the form itself. Those of the connection are of derived types.</summary>
    private static bool IsBrokenForm(Exception fault) => fault is InvalidDataException || fault.GetType() == typeof(IOException);

    /// <summary>The content of one part, which says of a form that breaks off that it is broken.</summary>
    private sealed class PartStream(Stream body) : ReadOnlyStream
    {
        /// <inheritdoc/>
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await body.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception fault) when (IsBrokenForm(fault))
            {
                throw Broken();
            }
        }
    }
}
