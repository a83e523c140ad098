using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Problems;

namespace Hone.Api.Configuration;

/// <summary>How large a budget a sweep may have.</summary>
public sealed class SweepLimits
{
    /// <summary>Jobs that one sweep may start.</summary>
    public int Jobs { get; init; } = 200;

    /// <summary>Minutes that the jobs of one sweep may train, all together.</summary>
    public int Minutes { get; init; } = 1440;

    /// <summary>What is too large about a budget.</summary>
    internal IEnumerable<Problem> Check(SweepBudget budget) =>
    [
        .. TooMuch("jobs", budget.Jobs, Jobs, nameof(Jobs)),
        .. TooMuch("minutes", budget.Minutes, Minutes, nameof(Minutes)),
    ];

    private static IEnumerable<Problem> TooMuch(string option, double asked, int allowed, string setting) => Domain.Problems.Check.That(
        asked <= allowed,
        ProblemCodes.OutOfRange,
        $"budget.{option}",
        $"'budget.{option}' is {asked}; this service allows {allowed} (Hone:Limits:Sweep:{setting}).");
}
