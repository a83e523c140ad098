namespace Hone.Domain.Jobs;

/// <summary>Which status may follow which.</summary>
public static class JobStateMachine
{
    /// <summary>Whether a job may go from one status to another.</summary>
    public static bool Allows(JobStatus from, JobStatus to) => (from, to) switch
    {
        (JobStatus.Queued, JobStatus.Running or JobStatus.Cancelled or JobStatus.Failed) => true,
        (JobStatus.Running, JobStatus.Succeeded or JobStatus.Failed or JobStatus.Cancelled) => true,
        (JobStatus.Running, JobStatus.Queued) => true, // the worker was lost, or the service is stopping
        (JobStatus.Failed or JobStatus.Cancelled, JobStatus.Queued) => true, // retry
        _ => false,
    };

    /// <summary>Whether a job in this status is over.</summary>
    public static bool IsFinished(JobStatus status) => status is JobStatus.Succeeded or JobStatus.Failed or JobStatus.Cancelled;
}
