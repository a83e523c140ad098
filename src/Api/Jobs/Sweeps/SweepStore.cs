using Hone.Api.Persistence;
using Hone.Api.Workers;
using Hone.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>Where sweeps are read from, and where the models lie that their jobs have made and of which one may become a version.</summary>
internal sealed class SweepStore(IDbContextFactory<HoneDbContext> contexts, JobWorkspace workspace)
{
    /// <summary>A sweep as it stands.</summary>
    public async Task<SweepState> ReadAsync(Job sweep, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return new SweepState(sweep, await ReadTrialsAsync(db.Jobs.AsNoTracking(), sweep, cancellationToken));
    }

    /// <summary>The same to be changed, in a context that has the sweep.</summary>
    public static async Task<SweepState> ReadAsync(HoneDbContext db, Job sweep, CancellationToken cancellationToken) =>
        new(sweep, await ReadTrialsAsync(db.Jobs, sweep, cancellationToken));

    /// <summary>The jobs that sweeps have started, of whatever attempt, and that are not over.</summary>
    public async Task<IReadOnlyList<Guid>> FindUnfinishedTrialsAsync(Guid sweep, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs
            .Where(job => job.ParentId == sweep && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running))
            .Select(job => job.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The sweeps that are over but have left files.</summary>
    public async Task<IReadOnlyList<Guid>> FindAbandonedAsync(CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Guid> finished = await db.Jobs
            .Where(job => job.Kind == JobKind.Sweep && (job.Status == JobStatus.Succeeded || job.Status == JobStatus.Failed || job.Status == JobStatus.Cancelled))
            .Select(job => job.Id)
            .ToListAsync(cancellationToken);
        return [.. finished.Where(id => Directory.Exists(workspace.DirectoryOf(id).Path))];
    }

    /// <summary>Where the model of a job lies until its sweep is over.</summary>
    public string ModelOf(Guid sweep, Guid trial) => Path.Combine(workspace.DirectoryOf(sweep).Path, trial.ToString());

    /// <summary>Deletes the models of a sweep's finished jobs but for the best's.</summary>
    public void KeepBest(SweepState state)
    {
        foreach (Job trial in state.Trials.Where(trial => trial.IsFinished && trial.Id != state.Best?.Id))
        {
            DeleteFolder(ModelOf(state.Job.Id, trial.Id));
        }
    }

    /// <summary>Deletes every model of a sweep.</summary>
    public void KeepNone(Guid sweep) => DeleteFolder(workspace.DirectoryOf(sweep).Path);

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>What a job is to its sweep is stored as JSON, so that the attempt is looked at here.</summary>
    private static async Task<IReadOnlyList<Job>> ReadTrialsAsync(IQueryable<Job> jobs, Job sweep, CancellationToken cancellationToken)
    {
        List<Job> started = await jobs.Where(job => job.ParentId == sweep.Id).OrderBy(job => job.Id).ToListAsync(cancellationToken);
        return [.. started.Where(job => job.Trial!.Attempt == sweep.Attempt)];
    }
}
