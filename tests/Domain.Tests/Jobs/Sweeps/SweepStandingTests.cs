using CsCheck;
using Hone.Domain.Jobs.Sweeps;

namespace Hone.Domain.Tests.Jobs.Sweeps;

public sealed class SweepStandingTests
{
    private static readonly Gen<Race> AnyRace = Gen.Select(
        Gen.Int[1, 40],
        Gen.Int[1, 30],
        Gen.Int[2, 4],
        Gen.Int[1, 5],
        Gen.Int,
        (candidates, epochs, eta, workers, seed) => new Race(HalvingSchedule.For(candidates, epochs, eta), workers, seed));

    /// <summary>However its jobs end, a sweep starts no more than planned, none twice, and comes to an end.</summary>
    [Fact]
    public void ASweep_StartsEveryTrialOnceAndNoMoreThanPlanned() => AnyRace.Sample(race =>
    {
        TrialOutcome[] trials = race.Run();

        Assert.True(trials.Length <= race.Schedule.Jobs);
        Assert.Equal(trials.Length, trials.DistinctBy(trial => (trial.Candidate, trial.Rung)).Count());
        Assert.True(trials.Length == race.Schedule.Jobs || trials.Any(trial => trial.Score is null));
        Assert.Equal(Enumerable.Range(0, race.Schedule.Sizes[0]), trials.Where(trial => trial.Rung == 0).Select(trial => trial.Candidate).Order());
    });

    /// <summary>Nobody who went on was worse than anybody who did not, and of those who came to nothing nobody went on.</summary>
    [Fact]
    public void ThoseWhoGoOn_AreTheBestOfTheirRung() => AnyRace.Sample(race =>
    {
        ILookup<int, TrialOutcome> rungs = race.Run().ToLookup(trial => trial.Rung);
        for (int rung = 1; rungs.Contains(rung); rung++)
        {
            HashSet<int> chosen = [.. rungs[rung].Select(trial => trial.Candidate)];
            ILookup<bool, TrialOutcome> before = rungs[rung - 1].ToLookup(trial => chosen.Contains(trial.Candidate));

            Assert.All(before[true], trial => Assert.NotNull(trial.Score));
            Assert.Equal(Math.Min(race.Schedule.Sizes[rung], rungs[rung - 1].Count(trial => trial.Score is not null)), chosen.Count);
            Assert.True(before[true].Min(trial => trial.Score) >= (before[false].Max(trial => trial.Score) ?? double.NegativeInfinity));
        }
    });

    [Fact]
    public void Ranking_HasEveryCandidateOnce_AndTheFurthestAndBestFirst() => AnyRace.Sample(race =>
    {
        TrialOutcome[] trials = race.Run();
        SweepStanding standing = new(race.Schedule, trials);

        Assert.Equal(Enumerable.Range(0, race.Schedule.Sizes[0]), standing.Ranking.Select(place => place.Candidate).Order());
        TrialOutcome[] judged = [.. standing.Ranking.Select(place => place.Trial).OfType<TrialOutcome>()];
        Assert.Equal(judged, judged.OrderByDescending(trial => trial.Rung).ThenByDescending(trial => trial.Score).ThenBy(trial => trial.Candidate));
        Assert.All(judged, trial => Assert.Equal(trials.Where(other => other.Candidate == trial.Candidate && other.Score is not null).Max(other => other.Rung), trial.Rung));
        Assert.Equal(trials.Any(trial => trial.Score is not null), standing.Best is not null);
    });

    /// <summary>What was ahead once is only overtaken by something better: so it is enough to keep the best model.</summary>
    [Fact]
    public void TheBest_IsOnlyEverOvertakenByANewTrial() => AnyRace.Sample(race =>
    {
        TrialOutcome[] trials = race.Run();
        for (int count = 1; count <= trials.Length; count++)
        {
            TrialOutcome? before = new SweepStanding(race.Schedule, trials.Take(count - 1)).Best;
            TrialOutcome? after = new SweepStanding(race.Schedule, trials.Take(count)).Best;

            Assert.True(after == before || after == trials[count - 1]);
        }
    });

    [Fact]
    public void TheStanding_DoesNotDependOnTheOrderInWhichTrialsEnded() => AnyRace.Sample(race =>
    {
        TrialOutcome[] trials = race.Run();

        Assert.Equal(new SweepStanding(race.Schedule, trials).Ranking, new SweepStanding(race.Schedule, trials.AsEnumerable().Reverse()).Ranking);
    });

    [Fact]
    public void ARung_IsWaitedFor_BeforeTheNextBegins()
    {
        HalvingSchedule schedule = HalvingSchedule.For(3, 3, 3);
        TrialOutcome[] trials = [new(0, 0, true, 0.5), new(1, 0, true, 0.7), new(2, 0, false, null)];

        SweepStanding standing = new(schedule, trials);
        Assert.Equal((0, 0, false), (standing.Rung, standing.Waiting.Count, standing.IsOver));
        Assert.Equal(1, standing.Best!.Candidate);

        SweepStanding next = new(schedule, [.. trials[..2], new(2, 0, true, null)]);
        Assert.Equal(1, next.Rung);
        Assert.Equal([1], next.Waiting);
    }

    [Fact]
    public void ASweep_IsOver_WhenEveryCandidateHasFailed()
    {
        SweepStanding standing = new(HalvingSchedule.For(3, 3, 3), [new(0, 0, true, null), new(1, 0, true, null), new(2, 0, true, null)]);

        Assert.True(standing.IsOver);
        Assert.Null(standing.Best);
    }

    /// <summary>A sweep whose jobs end in an order and with scores that a seed decides; one in eight fails.</summary>
    private sealed record Race(HalvingSchedule Schedule, int Workers, int Seed)
    {
        public TrialOutcome[] Run()
        {
            Random random = new(Seed);
            List<TrialOutcome> trials = [];
            for (SweepStanding standing = new(Schedule, trials); !standing.IsOver; standing = new SweepStanding(Schedule, trials))
            {
                int free = Workers - trials.Count(trial => !trial.IsFinished);
                trials.AddRange(standing.Waiting.Take(free).Select(candidate => new TrialOutcome(candidate, standing.Rung, false, null)));
                TrialOutcome[] running = [.. trials.Where(trial => !trial.IsFinished)];
                TrialOutcome ending = running[random.Next(running.Length)];
                trials.Remove(ending);
                trials.Add(ending with { IsFinished = true, Score = random.Next(8) == 0 ? null : random.Next(20) });
            }

            return [.. trials];
        }
    }
}
