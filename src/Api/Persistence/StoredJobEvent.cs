using Hone.Domain.Jobs;

namespace Hone.Api.Persistence;

/// <summary>A record of a job's history, with its place in that history.</summary>
public sealed class StoredJobEvent
{
    public required Guid JobId { get; init; }

    /// <summary>Counts from 1 within the job.</summary>
    public required long Sequence { get; init; }

    /// <summary>The record's kind, to look it up by.</summary>
    public required JobEventKind Kind { get; init; }

    public required JobEvent Record { get; init; }
}
