using System.Diagnostics;
using Hone.Domain.Jobs;
using Hone.Training.Running;

namespace Hone.Training.Predictions;

/// <summary>Reports how far a job that predicts has come.</summary>
/// <param name="events">Where to report.</param>
/// <param name="start">Where this attempt began.</param>
/// <param name="total">Rows of the file.</param>
internal sealed class PredictionProgress(EventLog events, PredictionCheckpoint start, long total)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Stopwatch elapsed = Stopwatch.StartNew();
    private TimeSpan reported; // not at once: the first rows say nothing about the speed
    private long rows = start.Rows;

    /// <summary>Rows per second of this attempt, from its beginning.</summary>
    public double RowsPerSecond => PerSecond(rows - start.Rows);

    /// <summary>Reports rows that are predicted for, at most twice a second.</summary>
    public void Report(PredictionCheckpoint reached)
    {
        rows = reached.Rows;
        if (elapsed.Elapsed - reported < Interval && rows < total)
        {
            return;
        }

        reported = elapsed.Elapsed;
        double speed = RowsPerSecond;
        events.Progress(new JobProgress
        {
            Phase = "predicting",
            Step = rows,
            TotalSteps = total,
            TokensPerSecond = PerSecond(reached.Tokens - start.Tokens),
            RowsPerSecond = speed,
            EtaSeconds = speed > 0 ? (total - rows) / speed : null,
        });
    }

    /// <summary>Reports a chunk that is written: how many rows are, and how many of them have errors.</summary>
    public void ReportWritten(PredictionCheckpoint reached) =>
        events.Metric(reached.Rows, new Dictionary<string, double> { ["rows"] = reached.Rows, ["errors"] = reached.Errors });

    private double PerSecond(long count) => elapsed.Elapsed.TotalSeconds is > 0 and double seconds ? count / seconds : 0;
}
