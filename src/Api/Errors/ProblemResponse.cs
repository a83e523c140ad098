using Hone.Domain.Problems;

namespace Hone.Api.Errors;

/// <summary>What every refused or failed request is answered with (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record ProblemResponse
{
    /// <summary>Stable, machine-readable name of what is wrong.</summary>
    public required string Code { get; init; }

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Detail { get; init; }

    /// <summary>Each thing that is wrong, with the field, file and line it is in. A long list is cut off.</summary>
    public IReadOnlyList<Problem> Errors { get; init; } = [];

    /// <summary>How many things are wrong in all.</summary>
    public long ErrorCount { get; init; }

    /// <summary>The request's trace id, under which the service logged it.</summary>
    public required string RequestId { get; init; }
}
