using Hone.Benchmarks.LowRank;
using Hone.Domain.Jobs;

namespace Hone.Benchmarks.Tests.LowRank;

public sealed class LowRankMeasurementTests
{
    [Fact]
    public void Speed_LeavesOutThePauseOfAnEvaluation()
    {
        // An epoch of 100 examples takes ten seconds; before the last report an evaluation took a minute.
        JobEvent[] events = [At(0, 0), At(1, 0.1), At(2, 0.2), At(3, 0.3), At(64, 0.4)];

        Assert.Equal(10, LowRankMeasurement.Speed(events, 100)!.Value, 1e-9);
    }

    [Fact]
    public void Speed_IsNotKnown_OfOneReport() => Assert.Null(LowRankMeasurement.Speed([At(0, 0)], 100));

    private static JobEvent At(int seconds, double epoch) => new()
    {
        Kind = JobEventKind.Progress,
        Time = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds),
        Progress = new JobProgress { Phase = "training", Step = seconds, TotalSteps = 100, Epoch = epoch },
    };
}
