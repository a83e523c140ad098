using Hone.Domain.Jobs;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>What a sweep has tried and found.</summary>
public sealed record SweepReport
{
    public required JobStatus Status { get; init; }

    /// <summary>The metric of the validation split by which candidates are ranked.</summary>
    public required string Metric { get; init; }

    /// <summary>How many candidates each rung has.</summary>
    public required IReadOnlyList<int> Rungs { get; init; }

    /// <summary>Jobs that it has started.</summary>
    public required int JobsStarted { get; init; }

    /// <summary>Jobs that it starts if no candidate fails and the time suffices.</summary>
    public required int JobsPlanned { get; init; }

    /// <summary>Seconds that its jobs have trained, all together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Tokens that its jobs have learnt from, all together.</summary>
    public required long Tokens { get; init; }

    /// <summary>What became a version of the model; null until the sweep has succeeded.</summary>
    public required SweepWinner? Winner { get; init; }

    /// <summary>
    /// Every candidate, the best first: who got further comes before who did not, in the same rung the validation metric decides.
    /// </summary>
    public required IReadOnlyList<SweepReportCandidate> Candidates { get; init; }

    /// <summary>The report of a sweep.</summary>
    internal static SweepReport Of(SweepState state, DateTime now) => new()
    {
        Status = state.Job.Status,
        Metric = state.Metric,
        Rungs = state.Plan.Schedule.Sizes,
        JobsStarted = state.Trials.Count,
        JobsPlanned = state.Plan.Schedule.Jobs,
        Seconds = state.TrainedAt(now).TotalSeconds,
        Tokens = state.Trials.Sum(trial => trial.Cost?.Tokens ?? 0),
        Winner = state.Job is { Result: { Model: { } model, Version: { } version } } && state.Best is { } best
            ? new SweepWinner
            {
                Candidate = best.Trial!.Candidate + 1,
                Job = best.Id,
                Model = model,
                Version = version,
                Test = best.Metrics.Where(metric => metric.Key.StartsWith("test/", StringComparison.Ordinal)).ToDictionary(metric => metric.Key["test/".Length..], metric => metric.Value),
            }
            : null,
        Candidates = [.. state.Standing.Ranking.Index().Select(place => SweepReportCandidate.Of(state, place.Item.Candidate, place.Index + 1))],
    };
}
