using System.Globalization;
using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Jobs;

/// <summary>Looks at what is recorded of a job.</summary>
internal sealed class JobHistory(IDbContextFactory<HoneDbContext> contexts)
{
    /// <summary>Every value that the latest attempt measured, by name, in order.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>> MetricsAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<string, List<MetricPoint>> metrics = [];
        IQueryable<StoredJobEvent> records = db.JobEvents.AsNoTracking()
            .Where(stored => stored.JobId == jobId && (stored.Kind == JobEventKind.Metric || stored.Kind == JobEventKind.Status))
            .OrderBy(stored => stored.Sequence);
        await foreach (StoredJobEvent stored in records.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            JobEvent record = stored.Record;
            if (record.Status == JobStatus.Queued)
            {
                metrics.Clear(); // it waits for another attempt
            }

            foreach ((string name, double value) in record.Values ?? new Dictionary<string, double>())
            {
                if (!metrics.TryGetValue(name, out List<MetricPoint>? points))
                {
                    metrics[name] = points = [];
                }

                points.Add(new MetricPoint(record.Step, record.Time, value));
            }
        }

        return metrics.ToDictionary(metric => metric.Key, metric => (IReadOnlyList<MetricPoint>)metric.Value);
    }

    /// <summary>Lines of the log.</summary>
    /// <returns>The lines, and the place after which the log goes on; null at its present end.</returns>
    public async Task<(string Lines, long? Next)> LogAsync(Guid jobId, JobLogRequest request, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<StoredJobEvent> log = db.JobEvents.AsNoTracking().Where(stored =>
            stored.JobId == jobId
            && stored.Sequence > request.After
            && (stored.Kind == JobEventKind.Status || stored.Kind == JobEventKind.Log || stored.Kind == JobEventKind.Warning));
        List<StoredJobEvent> records;
        if (request.Tail is { } tail)
        {
            records = await log.OrderByDescending(stored => stored.Sequence).Take(Math.Min(tail, request.Limit)).ToListAsync(cancellationToken);
            records.Reverse();
            return (Write(records), null);
        }

        records = await log.OrderBy(stored => stored.Sequence).Take(request.Limit + 1).ToListAsync(cancellationToken);
        long? next = records.Count > request.Limit ? records[request.Limit - 1].Sequence : null;
        return (Write(records.Take(request.Limit)), next);
    }

    private static string Write(IEnumerable<StoredJobEvent> records) => string.Concat(records.Select(stored => Line(stored.Record)));

    private static string Line(JobEvent record) => string.Create(CultureInfo.InvariantCulture, $"{record.Time:yyyy-MM-ddTHH:mm:ss.fffZ} {record.Kind switch
    {
        JobEventKind.Status => $"status  {record.Status.ToString()!.ToLowerInvariant()}",
        JobEventKind.Warning => $"warning {record.Message}",
        _ => $"log     {record.Message}",
    }}\n");
}
