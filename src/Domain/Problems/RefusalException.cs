namespace Hone.Domain.Problems;

/// <summary>Something a caller asked for is refused, with the reasons. It is an answer, not a fault of the service.</summary>
/// <param name="kind">Why, in terms of an HTTP status.</param>
/// <param name="code">Stable, machine-readable name; one of <see cref="ProblemCodes"/>.</param>
/// <param name="message">One sentence for a person.</param>
public sealed class RefusalException(RefusalKind kind, string code, string message) : Exception(message)
{
    /// <summary>Why, in terms of an HTTP status.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>Stable, machine-readable name; one of <see cref="ProblemCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>The problems found, possibly only the first of them.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>How many problems there are in all.</summary>
    public long ProblemCount { get; init; }

    /// <summary>When it is worth asking again; only for <see cref="RefusalKind.Busy"/> and <see cref="RefusalKind.Unavailable"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A request refused for one field.</summary>
    public static RefusalException ForField(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message) { Problems = [new Problem(code, message) { Field = field }], ProblemCount = 1 };

    /// <summary>A resource that does not exist.</summary>
    public static RefusalException NotFound(string code, string message) => new(RefusalKind.NotFound, code, message);

    /// <summary>A request that contradicts the present state.</summary>
    public static RefusalException Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);
}
