namespace Hone.Api.Jobs.Sweeps;

/// <summary>The best candidate of a sweep.</summary>
public sealed record SweepWinner
{
    /// <summary>Its number among the candidates.</summary>
    public required int Candidate { get; init; }

    /// <summary>The job that trained it.</summary>
    public required Guid Job { get; init; }

    /// <summary>The model it is a version of.</summary>
    public required string Model { get; init; }

    /// <summary>The number of that version.</summary>
    public required int Version { get; init; }

    /// <summary>What it scored on the test split, which no candidate was chosen by; empty where there is none.</summary>
    public required IReadOnlyDictionary<string, double> Test { get; init; }
}
