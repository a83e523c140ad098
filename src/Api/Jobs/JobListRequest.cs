using Hone.Api.Requests;
using Hone.Domain.Jobs;

namespace Hone.Api.Jobs;

/// <summary>Which jobs are asked for.</summary>
public sealed record JobListRequest : PageRequest
{
    /// <summary>Only jobs in this status.</summary>
    public JobStatus? Status { get; init; }

    /// <summary>Only jobs of this kind.</summary>
    public JobKind? Kind { get; init; }

    /// <summary>Only jobs that this job, a sweep, has started.</summary>
    public Guid? Parent { get; init; }
}
