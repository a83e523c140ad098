using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Domain.Datasets;

namespace Hone.Api.Uploads;

/// <summary>A file of a form, expanded, in a temporary file.</summary>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Extension">The extension that tells its format, lower-case and without that of gzip.</param>
/// <param name="MediaType">The media type it came with, lower-case and without parameters, if any.</param>
/// <param name="Content">Its content.</param>
internal sealed record TakenFile(string Name, string Extension, string? MediaType, TemporaryBlob Content) : IAsyncDisposable
{
    /// <summary>The format of rows that its name or media type tells; null where neither does.</summary>
    public DatasetFormat? Format => Extension switch
    {
        ".jsonl" or ".ndjson" => DatasetFormat.Jsonl,
        ".csv" => DatasetFormat.Csv,
        ".tsv" or ".tab" => DatasetFormat.Tsv,
        ".conll" or ".iob" or ".iob2" or ".bio" => DatasetFormat.Conll,
        _ => MediaType switch
        {
            "application/jsonl" or "application/x-ndjson" or "application/x-jsonlines" => DatasetFormat.Jsonl,
            "text/csv" => DatasetFormat.Csv,
            "text/tab-separated-values" => DatasetFormat.Tsv,
            _ => null,
        },
    };

    /// <summary>Takes a file in; null where none was chosen, as browsers send it.</summary>
    /// <exception cref="Hone.Domain.Problems.RefusalException">It cannot be expanded, or is too large. Nothing is left of it.</exception>
    public static async Task<TakenFile?> TakeAsync(UploadFormPart part, BlobStore blobs, LimitOptions limits, CancellationToken cancellationToken)
    {
        await using UploadedFile uploaded = await UploadedFile.OpenAsync(part.FileName ?? part.Name, part.MediaType, part.Content, limits, cancellationToken);
        if (uploaded.IsEmpty && string.IsNullOrEmpty(part.FileName))
        {
            return null;
        }

        TemporaryBlob content = blobs.CreateTemporary();
        try
        {
            await uploaded.Content.CopyToAsync(content.Content, cancellationToken);
            await content.CompleteAsync(cancellationToken);
            return new TakenFile(uploaded.Name, uploaded.Extension, uploaded.MediaType, content);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
