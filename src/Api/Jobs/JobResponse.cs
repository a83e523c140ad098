using System.Text.Json;
using Hone.Domain.Jobs;

namespace Hone.Api.Jobs;

/// <summary>A job as clients see it.</summary>
public sealed record JobResponse
{
    public required Guid Id { get; init; }

    public required JobKind Kind { get; init; }

    public required JobStatus Status { get; init; }

    /// <summary>The sweep that started it; null when somebody asked for it.</summary>
    public required Guid? Parent { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; when the latest attempt began.</summary>
    public required DateTime? StartedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime? FinishedAt { get; init; }

    /// <summary>How often a worker has started it.</summary>
    public required int Attempt { get; init; }

    /// <summary>Its end was asked for; while it runs, its trainer is about to stop.</summary>
    public required bool CancelRequested { get; init; }

    public required JobProgress? Progress { get; init; }

    /// <summary>The latest value of every metric.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>What came of it: the model version it made, or what else it was asked for.</summary>
    public required JobResult? Result { get; init; }

    /// <summary>What the training took; null until it has succeeded, and for what is no training.</summary>
    public required JobCost? Cost { get; init; }

    /// <summary>Why it failed.</summary>
    public required JobError? Error { get; init; }

    /// <summary>What was asked for, with every default filled in.</summary>
    public required JsonElement Spec { get; init; }

    /// <summary>Where a job is found.</summary>
    public static string AddressOf(Job job) => $"/jobs/{job.Id}";

    /// <summary>Shows a job.</summary>
    public static JobResponse Of(Job job)
    {
        using JsonDocument specification = JsonDocument.Parse(job.Specification);
        return new JobResponse
        {
            Id = job.Id,
            Kind = job.Kind,
            Status = job.Status,
            Parent = job.ParentId,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            Attempt = job.Attempt,
            CancelRequested = job.CancelRequested,
            Progress = job.Progress,
            Metrics = job.Metrics,
            Result = job.Result,
            Cost = job.Cost,
            Error = job.Error,
            Spec = specification.RootElement.Clone(),
        };
    }
}
