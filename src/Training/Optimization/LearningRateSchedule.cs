using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Optimization;

/// <summary>The learning rate of each step: a linear warm-up from zero, then the fall that was asked for.</summary>
/// <param name="Kind">How it falls.</param>
/// <param name="Peak">The rate at the end of warm-up.</param>
/// <param name="WarmupSteps">Steps of warm-up.</param>
/// <param name="TotalSteps">Steps in all.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double Peak, long WarmupSteps, long TotalSteps)
{
    /// <summary>The schedule that options ask for.</summary>
    public static LearningRateSchedule From(TrainingOptions options, long totalSteps) =>
        new(options.Schedule, options.LearningRate, (long)Math.Round(options.Warmup * totalSteps), totalSteps);

    /// <summary>The rate of a step, counted from 0.</summary>
    public double At(long step)
    {
        if (step < WarmupSteps)
        {
            return Peak * (step + 1) / WarmupSteps;
        }

        double fallen = TotalSteps > WarmupSteps ? Math.Min(1, (double)(step - WarmupSteps) / (TotalSteps - WarmupSteps)) : 0;
        return Kind switch
        {
            ScheduleKind.Linear => Peak * (1 - fallen),
            ScheduleKind.Cosine => Peak * (1 + Math.Cos(Math.PI * fallen)) / 2,
            ScheduleKind.Constant => Peak,
            _ => throw new InvalidOperationException($"There is no schedule {Kind}."),
        };
    }
}
