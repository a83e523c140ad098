using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Tasks;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>A sweep with the jobs that its present attempt has started, and what follows from them.</summary>
internal sealed class SweepState
{
    /// <param name="job">The sweep.</param>
    /// <param name="trials">The jobs of its present attempt, in the order in which they were started.</param>
    public SweepState(Job job, IReadOnlyList<Job> trials)
    {
        Job = job;
        Trials = trials;
        Specification = JsonSerializer.Deserialize<SweepSpecification>(job.Specification, HoneJson.Options)!;
        Inputs = JobInputs.Of(job);

        // A task may have several metrics, of which a data set makes sense of some; fine-tuning chooses the first of them as well.
        IReadOnlyList<string> known = TaskMetrics.Of(Inputs.Dataset!.Task);
        Metric = Specification.Metric ?? known.FirstOrDefault(name => trials.Any(trial => trial.Metrics.ContainsKey(Key(name)))) ?? known[0];
        Standing = new SweepStanding(
            Plan.Schedule,
            trials.Select(trial => new TrialOutcome(trial.Trial!.Candidate, trial.Trial.Rung, trial.IsFinished, ScoreOf(trial))));
    }

    public Job Job { get; }

    public IReadOnlyList<Job> Trials { get; }

    public SweepSpecification Specification { get; }

    public JobInputs Inputs { get; }

    /// <summary>What it tries.</summary>
    public SweepPlan Plan => Inputs.Plan!;

    /// <summary>The validation metric that decides.</summary>
    public string Metric { get; }

    public SweepStanding Standing { get; }

    /// <summary>The job that is ahead of all others, if any has made a model.</summary>
    public Job? Best => Standing.Best is { } best ? TrialOf(best.Candidate, best.Rung) : null;

    /// <summary>Whether no job of it waits or trains, and the end of each stands in the history.</summary>
    public bool IsIdle => Trials.All(trial => trial.IsFinished && trial.IsNoted);

    /// <summary>The job of a candidate in a rung.</summary>
    public Job? TrialOf(int candidate, int rung) => Trials.SingleOrDefault(trial => trial.Trial!.Candidate == candidate && trial.Trial.Rung == rung);

    /// <summary>What a job's model scored on the validation split; null when it made none.</summary>
    public double? ValueOf(Job trial) =>
        trial.Status == JobStatus.Succeeded && trial.Metrics.TryGetValue(Key(Metric), out double value) && double.IsFinite(value) ? value : null;

    /// <summary>How long its jobs have trained, all together. What a worker that was lost had done is not counted.</summary>
    public TimeSpan TrainedAt(DateTime now) =>
        Trials.Aggregate(TimeSpan.Zero, (sum, trial) => sum + (trial.StartedAt is { } start ? (trial.FinishedAt ?? now) - start : TimeSpan.Zero));

    /// <summary>How much of the time that they may train is left; none or less when it is used up.</summary>
    public TimeSpan LeftAt(DateTime now) => TimeSpan.FromMinutes(Specification.Budget.Minutes) - TrainedAt(now);

    private static string Key(string metric) => $"validation/{metric}";

    private double? ScoreOf(Job trial) => ValueOf(trial) * (Metric == TaskMetrics.Loss ? -1 : 1);
}
