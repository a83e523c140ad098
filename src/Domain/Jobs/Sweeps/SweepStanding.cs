namespace Hone.Domain.Jobs.Sweeps;

/// <summary>Where a sweep stands, a function of its plan and its trials and of nothing else: what it is to do next, and who is ahead.</summary>
public sealed class SweepStanding
{
    private readonly HalvingSchedule schedule;
    private readonly ILookup<int, TrialOutcome> byRung;

    /// <summary>Judges the trials of a sweep.</summary>
    /// <param name="schedule">How many candidates get how far.</param>
    /// <param name="trials">Every trial that was started, one for a candidate and a rung.</param>
    public SweepStanding(HalvingSchedule schedule, IEnumerable<TrialOutcome> trials)
    {
        this.schedule = schedule;
        byRung = trials.ToLookup(trial => trial.Rung);
        (Rung, Members) = FindRung();
        Ranking = Rank();
    }

    /// <summary>The rung that candidates are in now, or were in last.</summary>
    public int Rung { get; }

    /// <summary>The candidates of that rung, in the order in which they are trained.</summary>
    public IReadOnlyList<int> Members { get; }

    /// <summary>The candidates of that rung that have no trial in it yet, in the order in which they are trained.</summary>
    public IReadOnlyList<int> Waiting => [.. Members.Except(byRung[Rung].Select(trial => trial.Candidate))];

    /// <summary>Whether there is nothing left to train.</summary>
    public bool IsOver => Waiting.Count == 0 && byRung[Rung].All(trial => trial.IsFinished);

    /// <summary>
    /// Every candidate, the best first: who got further comes before who did not, in the same rung the better score decides, and among equals the earlier
    /// candidate. The trial is the one that counts; null for a candidate of which no model came.
    /// </summary>
    public IReadOnlyList<(int Candidate, TrialOutcome? Trial)> Ranking { get; }

    /// <summary>The trial that is ahead of all others; null as long as no model came of any.</summary>
    public TrialOutcome? Best => Ranking[0].Trial;

    private (int Rung, IReadOnlyList<int> Members) FindRung()
    {
        IReadOnlyList<int> members = [.. Enumerable.Range(0, schedule.Sizes[0])];
        int rung = 0;
        while (rung + 1 < schedule.Sizes.Count && byRung[rung].Count(trial => trial.IsFinished) == members.Count)
        {
            IReadOnlyList<int> survivors = [.. InOrder(byRung[rung].Where(trial => trial.Score is not null)).Take(schedule.Sizes[rung + 1]).Select(trial => trial.Candidate).Order()];
            if (survivors.Count == 0)
            {
                break;
            }

            (rung, members) = (rung + 1, survivors);
        }

        return (rung, members);
    }

    private IReadOnlyList<(int Candidate, TrialOutcome? Trial)> Rank()
    {
        TrialOutcome[] judged =
        [
            .. byRung.OrderByDescending(rung => rung.Key)
                .SelectMany(rung => InOrder(rung.Where(trial => trial.Score is not null)))
                .DistinctBy(trial => trial.Candidate),
        ];
        return
        [
            .. judged.Select(trial => (trial.Candidate, (TrialOutcome?)trial)),
            .. Enumerable.Range(0, schedule.Sizes[0]).Except(judged.Select(trial => trial.Candidate)).Select(candidate => (candidate, (TrialOutcome?)null)),
        ];
    }

    private static IEnumerable<TrialOutcome> InOrder(IEnumerable<TrialOutcome> trials) => trials.OrderByDescending(trial => trial.Score).ThenBy(trial => trial.Candidate);
}
