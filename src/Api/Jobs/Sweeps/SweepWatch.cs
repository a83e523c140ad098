using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>
/// Looks after sweeps: a sweep has no worker, which its own jobs need, and is brought forward here, one sweep at a time, whenever there is news of it or of
/// one of its jobs, and when its time is over.
/// </summary>
internal sealed partial class SweepWatch(SweepScheduler scheduler, SweepSignals signals, SweepStore sweeps, TimeProvider clock, ILogger<SweepWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    /// <summary>Less than a timer can wait for.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Dictionary<Guid, DateTimeOffset> due = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await DeleteAbandonedAsync(stoppingToken);
            while (true)
            {
                await AdvanceAsync(await WaitAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    /// <summary>Deletes what a service that was killed at the end of a sweep has left; what cannot be deleted now is tried again at the next start.</summary>
    private async Task DeleteAbandonedAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (Guid id in await sweeps.FindAbandonedAsync(cancellationToken))
            {
                sweeps.KeepNone(id);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotDeleted(logger, fault.Message);
        }
    }

    /// <summary>Waits for the next sweep that should be looked at.</summary>
    private async Task<Guid> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (signals.Sweeps.TryRead(out Guid told))
            {
                return told;
            }

            TimeSpan wait = LongestWait;
            if (due.Count > 0)
            {
                (Guid next, DateTimeOffset at) = due.MinBy(entry => entry.Value);
                wait = at - clock.GetUtcNow();
                if (wait <= TimeSpan.Zero)
                {
                    return next;
                }
            }

            using CancellationTokenSource alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            alarm.CancelAfter(wait < LongestWait ? wait : LongestWait);

            try
            {
                await signals.Sweeps.WaitToReadAsync(alarm.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It is time.
            }
        }
    }

    private async Task AdvanceAsync(Guid id, CancellationToken cancellationToken)
    {
        due.Remove(id);
        try
        {
            if (await scheduler.AdvanceAsync(id, cancellationToken) is { } later)
            {
                due[id] = clock.GetUtcNow() + later;
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (StorageFault.MayPass(fault))
            {
                LogNotWritten(logger, id, fault.Message);
                due[id] = clock.GetUtcNow() + BetweenAttempts;
            }
            else
            {
                LogFault(logger, id, fault);
                await FailAsync(id, cancellationToken);
            }
        }
    }

    private async Task FailAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.FailAsync(id, new JobError(ProblemCodes.Internal, "The service failed to run the sweep. Its log has the reason."), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotWritten(logger, id, fault.Message);
            due[id] = clock.GetUtcNow() + BetweenAttempts;
        }
    }

    [LoggerMessage(LogLevel.Error, "The state of sweep {JobId} cannot be written and is tried again: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, Guid jobId, string reason);

    [LoggerMessage(LogLevel.Warning, "What sweeps have left cannot be deleted: {Reason}")]
    private static partial void LogNotDeleted(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Sweep {JobId} could not be brought forward")]
    private static partial void LogFault(ILogger logger, Guid jobId, Exception exception);
}
