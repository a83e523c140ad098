using Hone.Domain.Jobs.Running;

namespace Hone.Api.Jobs;

/// <summary>What becomes of the directory of a job whose trainer succeeded. One is registered for each kind of job, under the kind as its key.</summary>
internal interface IJobCompletion
{
    /// <summary>Takes over what the trainer made and writes the job's success: both or neither. The directory is trimmed afterwards.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="result">What its trainer wrote last.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task CompleteAsync(Guid jobId, JobDirectory directory, TrainerResult result, CancellationToken cancellationToken);
}
