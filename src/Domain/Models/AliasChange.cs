namespace Hone.Domain.Models;

/// <summary>One entry of an alias's history.</summary>
public sealed class AliasChange
{
    public required Guid Id { get; init; }

    public required Guid ModelId { get; init; }

    public required string Alias { get; init; }

    /// <summary>What it pointed at before; null when it was new.</summary>
    public int? From { get; init; }

    /// <summary>What it points at since; null when it was deleted.</summary>
    public int? To { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ChangedAt { get; init; }
}
