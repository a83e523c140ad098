using Hone.Api.Jobs.Sweeps;
using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hone.Api.Jobs;

/// <summary>Jobs and their history in the database. Everybody who changes a job does it here, so that no change goes unrecorded.</summary>
internal sealed class JobStore(IDbContextFactory<HoneDbContext> contexts, JobSignals signals, SweepSignals sweeps, TimeProvider clock)
{
    /// <summary>UTC.</summary>
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Reads an id out of a route.</summary>
    /// <exception cref="RefusalException">No job can have it.</exception>
    public static Guid IdOf(string text) =>
        Guid.TryParse(text, out Guid id) ? id : throw RefusalException.NotFound(ProblemCodes.UnknownJob, "There is no such job; a job's id looks like 0198c0de-0000-7000-8000-000000000000.");

    /// <summary>The job with an id, as it stands in a route.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public Task<Job> GetAsync(string id, CancellationToken cancellationToken) => GetAsync(IdOf(id), cancellationToken);

    /// <summary>The job with an id.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<Job> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancellationToken) ?? throw Unknown(id);
    }

    /// <summary>
    /// Changes a job and adds to its history in one transaction; a change of status is recorded by itself. When somebody else
    /// changed the job meanwhile, the change is made again on what it is then.
    /// </summary>
    /// <exception cref="RefusalException">There is no such job, or <paramref name="change"/> refuses.</exception>
    public Task<Job> ChangeAsync(Guid id, Action<Job> change, CancellationToken cancellationToken) =>
        ChangeAsync(id, change, [], cancellationToken);

    /// <inheritdoc cref="ChangeAsync(Guid, Action{Job}, CancellationToken)"/>
    public Task<Job> ChangeAsync(Guid id, Action<Job> change, IReadOnlyList<JobEvent> records, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            (_, job) =>
            {
                change(job);
                return Task.CompletedTask;
            },
            records,
            cancellationToken);

    /// <summary>The same with changes to other rows, which are written in the same transaction.</summary>
    public Task<Job> ChangeAsync(
        Guid id,
        Func<HoneDbContext, Job, Task> change,
        IReadOnlyList<JobEvent> records,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            async (db, job) =>
            {
                await change(db, job);
                return records;
            },
            cancellationToken);

    /// <summary>The same where the change itself says what is to be added to the history.</summary>
    public async Task<Job> ChangeAsync(Guid id, Func<HoneDbContext, Job, Task<IReadOnlyList<JobEvent>>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            Job job = await db.Jobs.SingleOrDefaultAsync(job => job.Id == id, cancellationToken) ?? throw Unknown(id);
            (JobStatus Status, bool CancelRequested) before = (job.Status, job.CancelRequested);
            IReadOnlyList<JobEvent> records = await change(db, job);
            IEnumerable<JobEvent> status = job.Status == before.Status ? [] : [StatusOf(job)];
            await AppendAsync(db, id, [.. records, .. status], cancellationToken);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
            {
                continue;
            }

            signals.Raise(id);
            if (before != (job.Status, job.CancelRequested))
            {
                sweeps.Tell(job);
            }

            return job;
        }
    }

    /// <summary>The first record of a new job's history, to be saved with it.</summary>
    public void Add(HoneDbContext db, Job job)
    {
        db.Jobs.Add(job);
        db.JobEvents.Add(new StoredJobEvent { JobId = job.Id, Sequence = 1, Kind = JobEventKind.Status, Record = StatusOf(job) });
    }

    private JobEvent StatusOf(Job job) => new() { Kind = JobEventKind.Status, Time = Now, Status = job.Status };

    private static async Task AppendAsync(HoneDbContext db, Guid id, IReadOnlyList<JobEvent> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return;
        }

        long last = await db.JobEvents.Where(stored => stored.JobId == id).MaxAsync(stored => stored.Sequence, cancellationToken);
        db.JobEvents.AddRange(records.Select((record, index) =>
            new StoredJobEvent { JobId = id, Sequence = last + 1 + index, Kind = record.Kind, Record = record }));
    }

    private static RefusalException Unknown(Guid id) => RefusalException.NotFound(ProblemCodes.UnknownJob, $"There is no job {id}.");
}
