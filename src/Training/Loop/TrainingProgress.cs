using System.Diagnostics;
using Hone.Domain.Jobs;
using Hone.Training.Running;

namespace Hone.Training.Loop;

/// <summary>Reports training steps: where it is at most twice a second, the loss about two hundred times in all.</summary>
/// <param name="events">Where to.</param>
/// <param name="totalSteps">Steps in all.</param>
/// <param name="tokensPerEpoch">Tokens in one pass over the data.</param>
/// <param name="takeLoss">Gives the mean loss since it was last asked.</param>
public sealed class TrainingProgress(EventLog events, long totalSteps, long tokensPerEpoch, Func<double> takeLoss)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly long stepsPerMetric = Math.Max(1, totalSteps / 200);
    private readonly Queue<(TimeSpan At, long Tokens, long Step)> recent = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan reportedAt = -Interval;
    private long tokens;

    /// <summary>Tokens learnt from so far.</summary>
    public long Tokens => tokens;

    /// <summary>A step was taken.</summary>
    public void Took(TrainingStep step)
    {
        tokens += step.Tokens;
        if (step.Number % stepsPerMetric == 0 || step.Number == totalSteps)
        {
            events.Metric(step.Number, new Dictionary<string, double> { ["train/loss"] = takeLoss(), ["train/learningRate"] = step.LearningRate });
        }

        TimeSpan now = clock.Elapsed;
        if (reportedAt + Interval <= now || step.Number == totalSteps)
        {
            reportedAt = now;
            events.Progress(Measure(now, step.Number));
        }
    }

    /// <summary>Speed is measured over the last ten seconds, so that it tells of now.</summary>
    private JobProgress Measure(TimeSpan now, long step)
    {
        recent.Enqueue((now, tokens, step));
        while (recent.Count > 2 && now - recent.Peek().At > TimeSpan.FromSeconds(10))
        {
            recent.Dequeue();
        }

        (TimeSpan at, long tokensThen, long stepThen) = recent.Peek();
        double seconds = (now - at).TotalSeconds;
        return new JobProgress
        {
            Phase = "training",
            Step = step,
            TotalSteps = totalSteps,
            Epoch = (double)tokens / Math.Max(1, tokensPerEpoch),
            TokensPerSecond = seconds > 0 ? (tokens - tokensThen) / seconds : 0,
            EtaSeconds = step > stepThen ? (totalSteps - step) * seconds / (step - stepThen) : null,
        };
    }
}
