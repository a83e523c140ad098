using System.Globalization;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Sweeps;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>Writes the history of a sweep: what it tries, how each job of it ended, who goes on, who is chosen.</summary>
/// <param name="now">When what is written happens, UTC.</param>
internal sealed class SweepJournal(DateTime now)
{
    private readonly List<JobEvent> records = [];

    /// <summary>What was written, in order.</summary>
    public IReadOnlyList<JobEvent> Records => records;

    /// <summary>A sweep begins.</summary>
    public void Begin(SweepState state)
    {
        HalvingSchedule schedule = state.Plan.Schedule;
        Log(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(state.Plan.Candidates.Count, "candidate")}, rungs of {string.Join(", ", schedule.Sizes)}: {Count(schedule.Jobs, "job")} at most, which may train {state.Specification.Budget.Minutes:0.##} minutes all together."));
        foreach ((int number, _) in state.Plan.Candidates.Index())
        {
            Log($"{Name(number)}: {Describe(state, number)}.");
        }
    }

    /// <summary>The first jobs of a rung are started.</summary>
    public void Enter(SweepState state)
    {
        int rung = state.Standing.Rung;
        Log($"Rung {rung + 1} of {state.Plan.Schedule.Sizes.Count}: {string.Join(", ", state.Standing.Members.Select(candidate => candidate + 1))}.");
        Progress(state);
    }

    /// <summary>A job has ended.</summary>
    public void End(SweepState state, Job trial)
    {
        (int candidate, int rung) = (trial.Trial!.Candidate, trial.Trial.Rung);
        string what = $"Rung {rung + 1}, {Name(candidate).ToLowerInvariant()}";
        if (state.ValueOf(trial) is { } value)
        {
            double seconds = (trial.FinishedAt!.Value - trial.StartedAt!.Value).TotalSeconds;
            Log(string.Create(CultureInfo.InvariantCulture, $"{what}: {state.Metric} {value:0.####} after {seconds:0.0} s."));
        }
        else
        {
            string how = trial.Error is { } error ? $"{error.Code}: {error.Message}" : trial.Status == JobStatus.Cancelled ? "it was stopped." : $"it has no {state.Metric}.";
            records.Add(new JobEvent { Kind = JobEventKind.Warning, Time = now, Message = $"{what}: {how}" });
        }

        if (state.Best is { } best)
        {
            records.Add(new JobEvent
            {
                Kind = JobEventKind.Metric,
                Time = now,
                Step = state.Trials.Count(other => other.IsNoted),
                Values = new Dictionary<string, double> { [$"validation/{state.Metric}"] = state.ValueOf(best)!.Value },
            });
        }

        Progress(state);
    }

    /// <summary>The best job is chosen.</summary>
    public void Choose(SweepState state, Job best, bool isOutOfTime)
    {
        if (isOutOfTime)
        {
            records.Add(new JobEvent { Kind = JobEventKind.Warning, Time = now, Message = "The time that the sweep may train is over; the best so far is chosen." });
        }

        Log($"{Name(best.Trial!.Candidate)} is the best: {Describe(state, best.Trial.Candidate)}.");
        records.Add(new JobEvent { Kind = JobEventKind.Metric, Time = now, Values = best.Metrics });
    }

    private static string Name(int candidate) => string.Create(CultureInfo.InvariantCulture, $"Candidate {candidate + 1}");

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Describe(SweepState state, int number)
    {
        SweepCandidate candidate = state.Plan.Candidates[number];
        string start = candidate.Base is { } index ? $"{state.Inputs.Models[index].Model}:{state.Inputs.Models[index].Version}" : "from scratch";
        string strategy = HoneJson.Name(state.Specification.Strategies[candidate.Strategy].Kind);
        IEnumerable<string> options = candidate.Options.Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Key} {option.Value:0.######}"));
        return string.Join(", ", [start, strategy, .. options]);
    }

    private void Log(string message) => records.Add(new JobEvent { Kind = JobEventKind.Log, Time = now, Message = message });

    private void Progress(SweepState state) => records.Add(new JobEvent
    {
        Kind = JobEventKind.Progress,
        Time = now,
        Progress = new JobProgress
        {
            Phase = $"rung {state.Standing.Rung + 1} of {state.Plan.Schedule.Sizes.Count}",
            Step = state.Trials.Count(trial => trial.IsNoted),
            TotalSteps = state.Plan.Schedule.Jobs,
        },
    });
}
