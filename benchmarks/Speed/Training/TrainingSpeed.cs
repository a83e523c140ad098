using Hone.Benchmarks.Jobs;
using Hone.Domain.Jobs;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>How fast a job trained, by its own reports: between the first, which is behind the first step, and the last.</summary>
internal static class TrainingSpeed
{
    private const string Phase = "training";

    /// <summary>Steps a second.</summary>
    public static double StepsPerSecond(TrainerJob job) => Rate(job, progress => progress.Step);

    /// <summary>Passes over the training data a second.</summary>
    public static double EpochsPerSecond(TrainerJob job) => Rate(job, progress => progress.Epoch);

    private static double Rate(TrainerJob job, Func<JobProgress, double> done)
    {
        JobEvent[] reports = [.. job.Events.Where(record => record.Progress is { Phase: Phase })];
        return (done(reports[^1].Progress!) - done(reports[0].Progress!)) / (reports[^1].Time - reports[0].Time).TotalSeconds;
    }
}
