using System.Data.Common;
using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Api.Workers;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions.Jobs;

/// <summary>
/// Keeps the rows and predictions of as many finished jobs as the configuration says, the latest. Of the others the row in the database stays, with its
/// counts; they cannot be run again.
/// </summary>
internal sealed partial class PredictionRetention(
    IOptions<HoneOptions> options,
    BlobStore blobs,
    JobWorkspace workspace,
    IDbContextFactory<HoneDbContext> contexts,
    ILogger<PredictionRetention> logger)
{
    /// <summary>Deletes what is beyond the limit. What cannot be deleted now is left to the next time, which is no reason to refuse what was asked for.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeleteExpiredAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException or DbUpdateException)
        {
            LogLeft(logger, fault);
        }
    }

    private async Task DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        foreach (Guid job in await FindExpiredAsync(cancellationToken))
        {
            // Unless somebody wants another try of it meanwhile.
            if (await blobs.TryReleaseAsync(job, db => db.Jobs.AnyAsync(row => row.Id == job && row.FinishedAt != null, cancellationToken), cancellationToken))
            {
                JobDirectory directory = workspace.DirectoryOf(job);
                if (Directory.Exists(directory.Path))
                {
                    File.Delete(directory.Predictions);
                    File.Delete(directory.PredictionsCheckpoint);
                }

                LogExpired(logger, job);
            }
        }
    }

    private async Task<IReadOnlyList<Guid>> FindExpiredAsync(CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs
            .Where(job => job.Kind == JobKind.Predict && job.FinishedAt != null)
            .Where(job => db.BlobReferences.Any(reference => reference.OwnerId == job.Id))
            .OrderByDescending(job => job.FinishedAt)
            .Skip(options.Value.Limits.KeptPredictions)
            .Select(job => job.Id)
            .ToListAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "The predictions of job {JobId} are not kept any longer")]
    private static partial void LogExpired(ILogger logger, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Predictions that are to go could not be deleted")]
    private static partial void LogLeft(ILogger logger, Exception fault);
}
