using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs;

/// <summary>A piece of work somebody asked a trainer for. Its row is the truth; queues only carry its id.</summary>
public sealed class Job
{
    public required Guid Id { get; init; }

    public required JobKind Kind { get; init; }

    public JobStatus Status { get; private set; } = JobStatus.Queued;

    /// <summary>Name of the model that it is to add a version to; null where it ends in something else.</summary>
    public required string? Model { get; init; }

    /// <summary>The request with every default filled in, as JSON.</summary>
    public required string Specification { get; init; }

    /// <summary>What the specification named at the time of the request: ids and hashes that cannot change since, as JSON.</summary>
    public required string Inputs { get; init; }

    /// <summary>The job that started it; null when somebody asked for it.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>What it is to the sweep that started it.</summary>
    public Trial? Trial { get; init; }

    /// <summary>Whether its end stands in the history of the sweep that started it.</summary>
    public bool IsNoted { get; private set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; of the present attempt, null while it waits for one.</summary>
    public DateTime? StartedAt { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? FinishedAt { get; private set; }

    /// <summary>How often a worker has started it.</summary>
    public int Attempt { get; private set; }

    /// <summary>Somebody asked for the end of it.</summary>
    public bool CancelRequested { get; private set; }

    public JobProgress? Progress { get; private set; }

    /// <summary>The latest value of every metric.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; private set; } = new Dictionary<string, double>();

    public JobResult? Result { get; private set; }

    public JobError? Error { get; private set; }

    /// <summary>What it took; null until it has succeeded, and for what is no training.</summary>
    public JobCost? Cost { get; private set; }

    /// <summary>Changes with every write, so that two writers cannot overwrite each other unseen.</summary>
    public Guid ConcurrencyToken { get; private set; } = Guid.NewGuid();

    /// <summary>Whether it is over.</summary>
    public bool IsFinished => JobStateMachine.IsFinished(Status);

    /// <summary>A worker starts it.</summary>
    public void Start(DateTime now)
    {
        GoTo(JobStatus.Running);
        StartedAt = now;
        Attempt++;
    }

    /// <summary>Takes in what the trainer reported.</summary>
    public void Report(IReadOnlyList<JobEvent> records)
    {
        Dictionary<string, double> latest = new(Metrics);
        foreach (JobEvent record in records)
        {
            Progress = record.Progress ?? Progress;
            foreach ((string name, double value) in record.Values ?? new Dictionary<string, double>())
            {
                latest[name] = value;
            }
        }

        Metrics = latest;
        ConcurrencyToken = Guid.NewGuid();
    }

    /// <summary>What came of it is stored.</summary>
    public void Succeed(JobResult result, DateTime now, JobCost? cost = null)
    {
        GoTo(JobStatus.Succeeded);
        Result = result;
        Cost = cost;
        FinishedAt = now;
    }

    /// <summary>Its end stands in the history of the sweep that started it.</summary>
    public void Note()
    {
        IsNoted = true;
        ConcurrencyToken = Guid.NewGuid();
    }

    /// <summary>The sweep that started it has made a version of what it left.</summary>
    public void Win(JobResult result)
    {
        Result = result;
        ConcurrencyToken = Guid.NewGuid();
    }

    /// <summary>It ended with an error.</summary>
    public void Fail(JobError error, DateTime now)
    {
        GoTo(JobStatus.Failed);
        Error = error;
        FinishedAt = now;
    }

    /// <summary>Somebody asks for its end: at once while it waits, as soon as the trainer has stopped while it runs.</summary>
    /// <exception cref="RefusalException">It is over already.</exception>
    public void RequestCancel(DateTime now)
    {
        if (Status == JobStatus.Running)
        {
            ConcurrencyToken = Guid.NewGuid();
        }
        else
        {
            Cancel(now);
        }

        CancelRequested = true;
    }

    /// <summary>It has ended because somebody asked for it.</summary>
    public void Cancel(DateTime now)
    {
        GoTo(JobStatus.Cancelled);
        FinishedAt = now;
    }

    /// <summary>Somebody wants another try.</summary>
    /// <exception cref="RefusalException">It has not ended yet, or it succeeded.</exception>
    public void Retry()
    {
        if (!IsFinished)
        {
            throw Illegal(JobStatus.Queued);
        }

        Requeue();
    }

    /// <summary>It waits again, because its worker was lost.</summary>
    public void Requeue()
    {
        GoTo(JobStatus.Queued);
        StartedAt = null;
        FinishedAt = null;
        CancelRequested = false;
        Error = null;
        Cost = null;
        Progress = null;
        Metrics = new Dictionary<string, double>();
    }

    private void GoTo(JobStatus status)
    {
        if (!JobStateMachine.Allows(Status, status))
        {
            throw Illegal(status);
        }

        Status = status;
        ConcurrencyToken = Guid.NewGuid();
    }

    private RefusalException Illegal(JobStatus next)
    {
        string now = Status is JobStatus.Succeeded or JobStatus.Failed ? $"has {Status}" : $"is {Status}";
        string refused = next switch
        {
            _ when next == Status => "already",
            JobStatus.Queued => "and cannot be run again",
            JobStatus.Running => "and cannot be started",
            JobStatus.Cancelled => "and cannot be cancelled",
            _ => "and has not run to an end",
        };
        return RefusalException.Conflict(ProblemCodes.IllegalTransition, $"Job {Id} {now.ToLowerInvariant()} {refused}.");
    }
}
