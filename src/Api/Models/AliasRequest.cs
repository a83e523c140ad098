using Hone.Domain.Problems;

namespace Hone.Api.Models;

/// <summary>What an alias is to point at.</summary>
public sealed record AliasRequest : IValidatable
{
    /// <summary>A version number of the model.</summary>
    public required int Version { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() => Check.Range("version", Version, 1, int.MaxValue);
}
