using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>How much a sweep may train. Whatever is used up first ends it.</summary>
public sealed record SweepBudget
{
    /// <summary>Jobs that it may start; it decides how many candidates there are.</summary>
    public int Jobs { get; init; } = 20;

    /// <summary>Minutes that its jobs may train, those of all jobs together. When they are over, what trains is stopped and the best so far wins.</summary>
    public double Minutes { get; init; } = 60;

    /// <summary>Every problem of the budget.</summary>
    public IEnumerable<Problem> Validate(string path = "budget") =>
    [
        .. Check.Range($"{path}.jobs", Jobs, 1, 10_000),
        .. Check.Range($"{path}.minutes", Minutes, 0.01, 100_000),
    ];
}
