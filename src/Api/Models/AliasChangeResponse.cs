using Hone.Domain.Models;

namespace Hone.Api.Models;

/// <summary>One move of an alias.</summary>
/// <param name="From">What it pointed at before; null when it was new.</param>
/// <param name="To">What it pointed at since; null when it was deleted.</param>
/// <param name="ChangedAt">When, UTC.</param>
public sealed record AliasChangeResponse(int? From, int? To, DateTime ChangedAt)
{
    /// <summary>Shows a change.</summary>
    public static AliasChangeResponse Of(AliasChange change) => new(change.From, change.To, change.ChangedAt);
}
