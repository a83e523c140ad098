namespace Hone.Domain.Models;

/// <summary>A name that points at one version of a model, and can be pointed at another.</summary>
public sealed class ModelAlias
{
    public required Guid Id { get; init; }

    public required Guid ModelId { get; init; }

    public required string Name { get; init; }

    /// <summary>The version number it points at.</summary>
    public required int Version { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; set; }
}
