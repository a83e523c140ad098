namespace Hone.Domain.Jobs.Sweeps;

/// <summary>What a sweep is to try, fixed when it is asked for.</summary>
public sealed record SweepPlan
{
    /// <summary>The ways of learning that are tried.</summary>
    public required IReadOnlyList<SweepCandidate> Candidates { get; init; }

    /// <summary>How many of them get how far.</summary>
    public required HalvingSchedule Schedule { get; init; }

    /// <summary>
    /// Plans a sweep: every combination of base, strategy and values that are listed where the budget allows it, otherwise as many as it allows, drawn by the
    /// seed and as evenly as possible over bases and strategies.
    /// </summary>
    public static SweepPlan For(SweepSpecification sweep)
    {
        int epochs = sweep.LeastEpochs;
        IReadOnlyList<SweepCandidate> candidates = CandidateSampling.Draw(sweep, HalvingSchedule.MostCandidates(sweep.Budget.Jobs, epochs, sweep.Eta));
        return new SweepPlan { Candidates = candidates, Schedule = HalvingSchedule.For(candidates.Count, epochs, sweep.Eta) };
    }
}
