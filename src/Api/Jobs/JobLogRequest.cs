using Hone.Domain.Problems;

namespace Hone.Api.Jobs;

/// <summary>Which lines of a job's log are asked for.</summary>
public sealed record JobLogRequest : IValidatable
{
    private const int LargestLimit = 10_000;

    /// <summary>The most lines to answer with, from 1 to 10000.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Only lines after this place; the <c>Link</c> header of an answer that is not the end of the log has the next.</summary>
    public long After { get; init; }

    /// <summary>Only this many of the last lines.</summary>
    public int? Tail { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() =>
    [
        .. Check.Range("limit", Limit, 1, LargestLimit),
        .. Check.Range("tail", Tail, 1, LargestLimit),
        .. Check.Range("after", After, 0, long.MaxValue),
    ];
}
