using Hangfire;

namespace Hone.Api.Workers;

/// <summary>What Hangfire calls. Public because Hangfire reaches it by reflection.</summary>
/// <param name="services">Where the supervisor is found.</param>
public sealed class TrainingWorker(IServiceProvider services)
{
    /// <summary>Runs one job to its end.</summary>
    /// <remarks>
    /// Synchronous, because Hangfire gives such methods the worker's own thread. Never retried by Hangfire: whether a job runs again
    /// is a matter of its row.
    /// </remarks>
    [JobDisplayName("Train job {0}")]
    [Queue(TrainingQueue.Name)]
    [AutomaticRetry(Attempts = 0)]
    public void Run(Guid jobId, CancellationToken cancellationToken) =>
        services.GetRequiredService<TrainerSupervisor>().RunAsync(jobId, cancellationToken).GetAwaiter().GetResult();
}
