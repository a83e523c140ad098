using Hone.Api.Configuration;
using Hone.Api.Idempotency;
using Hone.Api.Persistence;
using Hone.Api.Uploads;
using Hone.Domain.Corpora;
using Hone.Domain.Problems;
using Hone.Training.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Corpora;

/// <summary>Takes in corpora, as they arrive and without ever holding one in memory.</summary>
internal sealed class CorpusUploader(IOptions<HoneOptions> options, BlobStore blobs, IDbContextFactory<HoneDbContext> contexts, TimeProvider clock)
{
    /// <summary>The part of a form that holds the file.</summary>
    public const string FilePart = "file";

    private static readonly string[] JsonlMediaTypes = ["application/jsonl", "application/x-ndjson", "application/x-jsonlines", "application/json-lines"];

    /// <summary>Media types that say little or nothing; the last is what curl says of any data.</summary>
    private static readonly string[] OpenMediaTypes = ["application/octet-stream", "application/gzip", "application/x-gzip", "application/x-www-form-urlencoded"];

    private readonly LimitOptions limits = options.Value.Limits;

    /// <summary>Stores the body of a request as a corpus, unless a request with its key did so before.</summary>
    /// <returns>The corpus, or what the request before was answered.</returns>
    /// <exception cref="RefusalException">The name is taken, or the body cannot be used. Nothing is left of it.</exception>
    public async Task<(Corpus? Corpus, StoredAnswer? Answer)> UploadAsync(
        CorpusUpload upload,
        HttpRequest request,
        IdempotentRequest once,
        CancellationToken cancellationToken)
    {
        using IDisposable stopping = RequestContent.EndWhenStopping(request.HttpContext);
        if (!once.IsRepeated)
        {
            await RefuseTakenNameAsync(upload.Name, cancellationToken);
        }

        await using Stream body = RequestContent.Open(request, limits);
        if (UploadForm.IsForm(request.ContentType))
        {
            return await StoreFormAsync(upload, UploadForm.Open(request.ContentType, body, limits), once, cancellationToken);
        }

        await using UploadedFile file = await UploadedFile.OpenAsync(RequestContent.Name, request.ContentType, body, limits, cancellationToken);
        RefuseMediaType(file.MediaType);
        return await StoreAsync(upload, file, () => Task.CompletedTask, once, cancellationToken);
    }

    private static void RefuseMediaType(string? mediaType)
    {
        bool isKnown = mediaType is null or "" || mediaType.StartsWith("text/", StringComparison.Ordinal)
            || JsonlMediaTypes.Contains(mediaType) || OpenMediaTypes.Contains(mediaType);
        if (!isKnown)
        {
            throw new RefusalException(
                RefusalKind.UnsupportedMedia,
                ProblemCodes.UnsupportedMediaType,
                "A corpus is sent as text/plain, application/jsonl, application/octet-stream, application/gzip or multipart/form-data.");
        }
    }

    private static CorpusFormat FormatOf(CorpusUpload upload, UploadedFile file) =>
        upload.Format ?? (file.Extension is ".jsonl" or ".ndjson" || JsonlMediaTypes.Contains(file.MediaType) ? CorpusFormat.Jsonl : CorpusFormat.Text);

    private static RefusalException NameTaken(string name) =>
        RefusalException.Conflict(ProblemCodes.NameTaken, $"There is a corpus '{name}' already.");

    private async Task<(Corpus? Corpus, StoredAnswer? Answer)> StoreFormAsync(
        CorpusUpload upload,
        UploadForm form,
        IdempotentRequest once,
        CancellationToken cancellationToken)
    {
        UploadFormPart part = await form.ReadNextAsync(cancellationToken)
            ?? throw UploadForm.Refuse(ProblemCodes.MissingPart, FilePart, $"The form has no part '{FilePart}'.");
        RefuseUnknown(part);
        await using UploadedFile file = await UploadedFile.OpenAsync(part.FileName ?? FilePart, part.MediaType, part.Content, limits, cancellationToken);
        return await StoreAsync(upload, file, EndFormAsync, once, cancellationToken);

        async Task EndFormAsync()
        {
            while (await form.ReadNextAsync(cancellationToken) is { } further)
            {
                RefuseUnknown(further);
            }
        }

        static void RefuseUnknown(UploadFormPart part)
        {
            if (part.Name != FilePart)
            {
                throw UploadForm.Refuse(
                    ProblemCodes.UnknownPart,
                    part.Name,
                    $"The form has the part '{UploadForm.Quote(part.Name)}'; its only part is '{FilePart}', and everything else goes into the query.");
            }
        }
    }

    private async Task<(Corpus? Corpus, StoredAnswer? Answer)> StoreAsync(
        CorpusUpload upload,
        UploadedFile file,
        Func<Task> endUpload,
        IdempotentRequest once,
        CancellationToken cancellationToken)
    {
        CorpusFormat format = FormatOf(upload, file);
        await using TemporaryBlob blob = blobs.CreateTemporary();
        CorpusSummary summary = await CorpusReader.CanonicalizeAsync(file.Content, format, file.Name, blob.Content, limits.Corpus, cancellationToken);
        await endUpload();
        await blob.CompleteAsync(cancellationToken);

        string fingerprint = IdempotentRequest.FingerprintOf(new { upload, format, blob.Sha256 });
        if (once.AnswerTo(fingerprint) is { } answer)
        {
            return (null, answer);
        }

        Corpus corpus = new()
        {
            Id = Guid.CreateVersion7(),
            Name = upload.Name,
            Format = format,
            Language = upload.Language,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            Documents = summary.Documents,
            Characters = summary.Characters,
            Bytes = blob.Bytes,
            Sha256 = blob.Sha256,
            SourceSha256 = file.SentSha256,
        };
        try
        {
            await blobs.KeepAsync(
                corpus.Id,
                [blob],
                db =>
                {
                    db.Add(corpus);
                    once.Keep(db, fingerprint, StatusCodes.Status201Created, CorpusResponse.AddressOf(corpus), CorpusResponse.Of(corpus));
                },
                cancellationToken);
        }
        catch (DbUpdateException fault) when (fault.IsUniqueViolation())
        {
            throw NameTaken(upload.Name);
        }

        return (corpus, null);
    }

    private async Task RefuseTakenNameAsync(string name, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Corpora.AnyAsync(corpus => corpus.Name == name, cancellationToken))
        {
            throw NameTaken(name);
        }
    }
}
