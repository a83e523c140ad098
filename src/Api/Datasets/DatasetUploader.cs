using Hone.Api.Configuration;
using Hone.Api.Idempotency;
using Hone.Api.Persistence;
using Hone.Api.Uploads;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Datasets;

/// <summary>
/// Takes in data sets. The form goes to temporary files as it arrives, because its parts may come in any order and every row is looked at
/// before the first is stored.
/// </summary>
internal sealed class DatasetUploader(IOptions<HoneOptions> options, BlobStore blobs, IDbContextFactory<HoneDbContext> contexts, TimeProvider clock)
{
    private readonly LimitOptions limits = options.Value.Limits;

    /// <summary>Stores the form of a request as a data set, unless a request with its key did so before.</summary>
    /// <returns>The data set, or what the request before was answered.</returns>
    /// <exception cref="RefusalException">The name is taken, or the form cannot be used. Nothing is left of it.</exception>
    public async Task<(Dataset? Dataset, StoredAnswer? Answer)> UploadAsync(HttpRequest request, IdempotentRequest once, CancellationToken cancellationToken)
    {
        if (!UploadForm.IsForm(request.ContentType))
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "A data set is sent as multipart/form-data.");
        }

        using IDisposable stopping = RequestContent.EndWhenStopping(request.HttpContext);
        await using Stream body = RequestContent.Open(request, limits);
        await using DatasetForm form = new(UploadForm.Open(request.ContentType, body, limits), blobs, limits);
        await form.ReadAsync(once.IsRepeated ? (_, _) => Task.CompletedTask : RefuseTakenNameAsync, cancellationToken);
        DatasetUpload upload = form.Bind();
        IReadOnlyList<DatasetPart> parts = form.Parts(upload.Format);
        string fingerprint = IdempotentRequest.FingerprintOf(new { upload, parts = form.Hashes });
        if (once.AnswerTo(fingerprint) is { } answer)
        {
            return (null, answer);
        }

        Dataset stored = await StoreAsync(
            upload,
            parts,
            (db, dataset) => once.Keep(db, fingerprint, StatusCodes.Status201Created, DatasetResponse.AddressOf(dataset), DatasetResponse.Of(dataset)),
            cancellationToken);
        return (stored, null);
    }

    private static RefusalException NameTaken(string name) =>
        RefusalException.Conflict(ProblemCodes.NameTaken, $"There is a data set '{name}' already.");

    private async Task<Dataset> StoreAsync(
        DatasetUpload upload,
        IReadOnlyList<DatasetPart> parts,
        Action<HoneDbContext, Dataset> alongside,
        CancellationToken cancellationToken)
    {
        SortedDictionary<SplitName, TemporaryBlob> content = [];
        try
        {
            DatasetContents contents = await DatasetReader.CanonicalizeAsync(
                upload.Task,
                parts,
                upload.Columns,
                upload.Reading,
                upload.Split,
                limits.Dataset,
                split => (content[split] = blobs.CreateTemporary()).Content,
                cancellationToken);
            foreach (TemporaryBlob blob in content.Values)
            {
                await blob.CompleteAsync(cancellationToken);
            }

            Dataset dataset = new()
            {
                Id = Guid.CreateVersion7(),
                Name = upload.Name,
                Task = upload.Task,
                CreatedAt = clock.GetUtcNow().UtcDateTime,
                Labels = contents.Labels,
                Splits = [.. content.Select(split => new DatasetSplit(split.Key, contents.Rows[split.Key], split.Value.Bytes, split.Value.Sha256))],
                Report = contents.Report,
            };
            await blobs.KeepAsync(
                dataset.Id,
                content.Values,
                db =>
                {
                    db.Add(dataset);
                    alongside(db, dataset);
                },
                cancellationToken);
            return dataset;
        }
        catch (DbUpdateException fault) when (fault.IsUniqueViolation())
        {
            throw NameTaken(upload.Name);
        }
        finally
        {
            foreach (TemporaryBlob blob in content.Values)
            {
                await blob.DisposeAsync();
            }
        }
    }

    private async Task RefuseTakenNameAsync(string name, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Datasets.AnyAsync(dataset => dataset.Name == name, cancellationToken))
        {
            throw NameTaken(name);
        }
    }
}
