using Hone.Domain.Models;

namespace Hone.Api.Models;

/// <summary>An alias as clients see it.</summary>
/// <param name="Alias">Its name.</param>
/// <param name="Version">The version it points at.</param>
/// <param name="UpdatedAt">Since when, UTC.</param>
public sealed record AliasResponse(string Alias, int Version, DateTime UpdatedAt)
{
    /// <summary>Shows an alias.</summary>
    public static AliasResponse Of(ModelAlias alias) => new(alias.Name, alias.Version, alias.UpdatedAt);
}
