using System.Collections.Concurrent;

namespace Hone.Api.Jobs;

/// <summary>Wakes those who wait for news of a job. The news itself is in the database.</summary>
internal sealed class JobSignals
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    /// <summary>Completes at the next news of a job. Ask for it before looking at the database, or news between the two is missed.</summary>
    public Task Next(Guid jobId) =>
        waiting.GetOrAdd(jobId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes everybody who waits for news of a job.</summary>
    public void Raise(Guid jobId)
    {
        if (waiting.TryRemove(jobId, out TaskCompletionSource? source))
        {
            source.SetResult();
        }
    }
}
