using System.Diagnostics;
using Hone.Domain.Jobs;
using Hone.Training.Running;

namespace Hone.Training.Loop;

/// <summary>Reports how far a phase that is not training has come, at most twice a second.</summary>
internal sealed class PhaseProgress(EventLog events, string phase)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Stopwatch sinceReport = Stopwatch.StartNew();
    private bool reported;

    public void Report(long done, long total)
    {
        if (!reported || done == total || sinceReport.Elapsed >= Interval)
        {
            reported = true;
            sinceReport.Restart();
            events.Progress(new JobProgress { Phase = phase, Step = done, TotalSteps = total });
        }
    }
}
