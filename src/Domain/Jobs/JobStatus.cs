namespace Hone.Domain.Jobs;

/// <summary>Where a job stands. <see cref="JobStateMachine"/> says which may follow which.</summary>
public enum JobStatus
{
    /// <summary>Waiting for a worker.</summary>
    Queued,

    /// <summary>A trainer process is at work; of a sweep, its jobs wait or are at work.</summary>
    Running,

    /// <summary>Finished; what came of it is stored.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it.</summary>
    Cancelled,
}
