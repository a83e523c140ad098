using Hone.Api.Jobs;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Workers;

/// <summary>
/// At start no worker of this service is alive, so a job whose row says that it runs has lost its worker: it waits again. Everything
/// that waits is sent to the workers anew, in the order in which it was asked for.
/// </summary>
internal sealed partial class JobRecovery(
    IDbContextFactory<HoneDbContext> contexts,
    JobStore jobs,
    TrainingQueue queue,
    SweepSignals sweeps,
    DataDirectory data,
    ILogger<JobRecovery> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await PutAsideWhatHasNoRowAsync(cancellationToken);
        foreach (Job unfinished in await UnfinishedAsync(cancellationToken))
        {
            Guid id = unfinished.Id;
            if (unfinished.Kind == JobKind.Sweep)
            {
                sweeps.Tell(unfinished); // it has no worker to lose
                continue;
            }

            Job job = unfinished.Status == JobStatus.Running ? await jobs.ChangeAsync(id, Recover, cancellationToken) : unfinished;
            if (job.Status == JobStatus.Queued)
            {
                LogRecovered(logger, id, job.Attempt);
                queue.Enqueue(id);
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Recover(Job job)
    {
        if (job.CancelRequested)
        {
            job.Cancel(jobs.Now);
        }
        else
        {
            job.Requeue();
        }
    }

    private async Task<IReadOnlyList<Job>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking()
            .Where(job => job.Status == JobStatus.Queued || job.Status == JobStatus.Running)
            .OrderBy(job => job.CreatedAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// A service killed between moving a model into place and saving its row leaves a directory that nothing refers to; an older copy of the
    /// database knows less than there is.
    /// </summary>
    private async Task PutAsideWhatHasNoRowAsync(CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        HashSet<string> known =
        [
            .. await db.ModelVersions.Select(version => version.Directory).ToListAsync(cancellationToken),
            .. (await db.Jobs.Select(job => job.Id).ToListAsync(cancellationToken)).Select(id => Path.GetRelativePath(data.Root, Path.Combine(data.Jobs, id.ToString()))),
        ];
        foreach (FileSystemInfo found in new[] { data.Models, data.Jobs }.SelectMany(folder => new DirectoryInfo(folder).EnumerateFileSystemInfos()))
        {
            string path = Path.GetRelativePath(data.Root, found.FullName);
            if (!known.Contains(path))
            {
                LogFound(logger, path, data.LostAndFound);
                data.PutAside(found);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "No row refers to {Path}; it is put into {Folder}")]
    private static partial void LogFound(ILogger logger, string path, string folder);

    [LoggerMessage(LogLevel.Information, "Job {JobId} waits for a worker; attempts so far: {Attempt}")]
    private static partial void LogRecovered(ILogger logger, Guid jobId, int attempt);
}
