using Hone.Api.Configuration;
using Hone.Api.Idempotency;
using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Api.Uploads;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Predictions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions.Jobs;

/// <summary>
/// Takes prediction jobs in. The form goes to a temporary file as it arrives; once the model is known, its rows are brought into canonical form, in which
/// the trainer reads them, and stored as a blob of the job.
/// </summary>
internal sealed class PredictionUploader(
    IOptions<HoneOptions> options,
    DataDirectory data,
    BlobStore blobs,
    JobSubmission submission,
    PredictionRetention retention,
    IDbContextFactory<HoneDbContext> contexts)
{
    private readonly LimitOptions limits = options.Value.Limits;

    /// <summary>Makes a job of the form of a request, unless a request with its key did so before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="once">Whether it was answered before.</param>
    /// <param name="keep">Adds the answer to a context, from the job and the fingerprint of what was asked.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job, or what the request before was answered.</returns>
    /// <exception cref="RefusalException">The form cannot be used, or no row of its file. Nothing is left of it.</exception>
    public async Task<(Job? Job, StoredAnswer? Answer)> UploadAsync(
        HttpRequest request,
        IdempotentRequest once,
        Action<HoneDbContext, Job, string> keep,
        CancellationToken cancellationToken)
    {
        if (!UploadForm.IsForm(request.ContentType))
        {
            throw new RefusalException(RefusalKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "A file to predict for is sent as multipart/form-data.");
        }

        using IDisposable stopping = RequestContent.EndWhenStopping(request.HttpContext);
        await using Stream body = RequestContent.Open(request, limits);
        await using PredictionForm form = new(UploadForm.Open(request.ContentType, body, limits), blobs, limits);
        await form.ReadAsync(cancellationToken);
        PredictSpecification specification = form.Bind();
        string fingerprint = IdempotentRequest.FingerprintOf(new { specification, file = form.File.Content.Sha256 });
        if (once.AnswerTo(fingerprint) is { } answer)
        {
            return (null, answer);
        }

        int mostTokens = options.Value.Serving.GeneratedTokens;
        if (specification.Parameters.MaxTokens > mostTokens)
        {
            throw RefusalException.ForField(
                ProblemCodes.OutOfRange,
                "parameters.maxTokens",
                $"'parameters.maxTokens' is {specification.Parameters.MaxTokens}; it must be at most {mostTokens} (Hone:Serving:GeneratedTokens).");
        }

        (specification, JobInputs inputs) = await ReadInputsAsync(specification, cancellationToken);
        await using TemporaryBlob canonical = blobs.CreateTemporary();
        InputFile file = new(form.File.Content.Path, form.File.Name, specification.Format!.Value, specification.Columns, specification.Task!.Value, limits.Predictions);
        long rows = await file.CanonicalizeAsync(canonical.Content, cancellationToken);
        await canonical.CompleteAsync(cancellationToken);
        Job job = await submission.SubmitAsync(specification, inputs, rows, canonical, (db, made) => keep(db, made, fingerprint), cancellationToken);
        await retention.ApplyAsync(cancellationToken);
        return (job, null);
    }

    private async Task<(PredictSpecification Specification, JobInputs Inputs)> ReadInputsAsync(PredictSpecification specification, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await new JobInputsReader(db, data, blobs).ReadAsync(specification, cancellationToken);
    }
}
