namespace Hone.Api.Models;

/// <summary>A model as clients see it: a name and the versions under it.</summary>
public sealed record ModelResponse
{
    public required string Name { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The number of the newest version; null when all were deleted.</summary>
    public required int? LatestVersion { get; init; }

    /// <summary>How many versions there are.</summary>
    public required int Versions { get; init; }

    /// <summary>Version numbers by alias.</summary>
    public required IReadOnlyDictionary<string, int> Aliases { get; init; }
}
