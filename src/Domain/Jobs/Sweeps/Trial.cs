namespace Hone.Domain.Jobs.Sweeps;

/// <summary>What a job is to the sweep that started it: the training of a candidate in a rung.</summary>
public sealed record Trial
{
    /// <summary>The sweep's attempt to which it belongs.</summary>
    public required int Attempt { get; init; }

    /// <summary>The candidate, counted from 0.</summary>
    public required int Candidate { get; init; }

    /// <summary>How many candidates the sweep has.</summary>
    public required int Candidates { get; init; }

    /// <summary>The rung, counted from 0.</summary>
    public required int Rung { get; init; }
}
