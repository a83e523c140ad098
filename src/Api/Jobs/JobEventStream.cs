using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Jobs;

/// <summary>A job's history as it grows, as server-sent events (WHATWG HTML, section 9.2).</summary>
internal sealed class JobEventStream(IDbContextFactory<HoneDbContext> contexts, JobSignals signals, IHostApplicationLifetime lifetime)
{
    private const int BatchSize = 500;

    /// <summary>Proxies close connections on which nothing moves, often after 30 or 60 seconds.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Whether a job has records after a place in its history, or may still get some.</summary>
    /// <exception cref="RefusalException">The job is not over, and its history has no such place yet.</exception>
    public async Task<bool> GoesOnAsync(Job job, long after, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        long last = await db.JobEvents.Where(stored => stored.JobId == job.Id).MaxAsync(stored => stored.Sequence, cancellationToken);
        if (!job.IsFinished && after > last)
        {
            throw Unreadable(); // its last records would come before that place, and the client would never learn how it ended
        }

        return !job.IsFinished || after < last;
    }

    /// <summary>The refusal of a place that is none in the history.</summary>
    public static RefusalException Unreadable() =>
        RefusalException.ForField(ProblemCodes.InvalidCursor, "Last-Event-ID", "'Last-Event-ID' must be the id of an event of this stream.");

    /// <summary>
    /// Every record after a place in a job's history, until the job is finished or the service stops. The events' ids are places in the
    /// history; heartbeats have none, so that a client resumes behind the last record it got.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(Guid jobId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (!ending.IsCancellationRequested)
        {
            Task news = signals.Next(jobId);
            (bool finished, List<StoredJobEvent> records) = await ReadBatchAsync(jobId, after, cancellationToken);
            foreach (StoredJobEvent stored in records)
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(stored.Record, HoneJson.Options), NameOf(stored.Kind))
                {
                    EventId = Cursor(stored.Sequence),
                };
                after = stored.Sequence;
            }

            if (records.Count == BatchSize)
            {
                continue;
            }

            if (finished)
            {
                yield break;
            }

            if (await IsQuietAsync(news, ending.Token))
            {
                yield return new SseItem<string>("{}", "heartbeat");
            }
        }
    }

    /// <summary>Waits for news, but not longer than a heartbeat.</summary>
    private static async Task<bool> IsQuietAsync(Task news, CancellationToken cancellationToken)
    {
        try
        {
            await news.WaitAsync(Heartbeat, cancellationToken);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Cursor(long sequence) => sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string NameOf(JobEventKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private async Task<(bool Finished, List<StoredJobEvent> Records)> ReadBatchAsync(Guid jobId, long after, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        JobStatus status = await db.Jobs.Where(job => job.Id == jobId).Select(job => job.Status).SingleAsync(cancellationToken); // first: what ends a job is its last record
        List<StoredJobEvent> records = await db.JobEvents.AsNoTracking()
            .Where(stored => stored.JobId == jobId && stored.Sequence > after)
            .OrderBy(stored => stored.Sequence)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        return (JobStateMachine.IsFinished(status), records);
    }
}
