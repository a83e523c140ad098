using Hangfire;

namespace Hone.Api.Workers;

/// <summary>Hands jobs to the workers. Only the id travels: the job's row is the truth, and an id sent twice trains once.</summary>
internal sealed class TrainingQueue(IBackgroundJobClient client)
{
    /// <summary>The name of the queue in Hangfire.</summary>
    public const string Name = "training";

    /// <summary>Sends a job that is queued in the database to the workers.</summary>
    public void Enqueue(Guid jobId) => client.Enqueue<TrainingWorker>(worker => worker.Run(jobId, CancellationToken.None));
}
