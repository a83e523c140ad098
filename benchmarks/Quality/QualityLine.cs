using Hone.Domain.Tasks;

namespace Hone.Benchmarks.Quality;

/// <summary>A data set with what is to be reached on it, and how that is tried.</summary>
internal sealed record QualityLine
{
    /// <summary>What the table calls it, and <c>--only</c> chooses it by.</summary>
    public required string Name { get; init; }

    /// <summary>Where it lies in the data folder.</summary>
    public required string Folder { get; init; }

    public required TaskKind Task { get; init; }

    public required IReadOnlyList<QualityGoal> Goals { get; init; }

    public required QualityRecipe Recipe { get; init; }

    /// <summary>Whether there is a peer to compare with.</summary>
    public bool HasPeer => Task == TaskKind.TextClassification;

    /// <summary>What was tried, for a line that does not reach its goal: shown on the page as it is written here.</summary>
    public string? Tried { get; init; }
}
