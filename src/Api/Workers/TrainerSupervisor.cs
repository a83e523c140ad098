using System.Diagnostics;
using System.Text.Json;
using Hone.Api.Configuration;
using Hone.Api.Jobs;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Microsoft.Extensions.Options;

namespace Hone.Api.Workers;

/// <summary>
/// Runs one job: starts a trainer process on the job's directory, brings what it reports into the database, stops it when somebody
/// asks, and hands what it made to the <see cref="IJobCompletion"/> of the kind of job, or turns how it failed into the job's end.
/// </summary>
internal sealed partial class TrainerSupervisor(
    JobStore jobs,
    JobWorkspace workspace,
    IServiceProvider services,
    IOptions<HoneOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<TrainerSupervisor> logger)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    private readonly WorkerOptions worker = options.Value.Workers;

    /// <summary>
    /// Runs a job that is queued; does nothing when it is not, because another worker has it or it was cancelled. When the service stops,
    /// the job is queued again, and its next start finds it.
    /// </summary>
    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        if (stopping.IsCancellationRequested || await ClaimAsync(id) is not { } job)
        {
            return;
        }

        using IDisposable? scope = logger.BeginScope(new Dictionary<string, object> { ["JobId"] = id });
        LogStarted(logger, id, job.Kind.ToString().ToLowerInvariant(), job.Attempt);
        try
        {
            await TrainAsync(job, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await EndAsync(id, End(job => job.Requeue()));
        }
        catch (RefusalException refusal)
        {
            LogRefused(logger, id, refusal.Code);
            await EndAsync(id, End(job => job.Fail(new JobError(refusal.Code, refusal.Message), jobs.Now)));
        }
        catch (Exception exception)
        {
            LogFault(logger, id, exception);
            JobError error = StorageFault.IsFull(exception)
                ? new JobError(ProblemCodes.StorageFull, "There was no room left on the disk of the service.")
                : new JobError(ProblemCodes.Internal, "The service failed to run the job. Its log has the reason.");
            await EndAsync(id, End(job => job.Fail(error, jobs.Now)));
        }
    }

    private async Task<Job?> ClaimAsync(Guid id)
    {
        try
        {
            return await jobs.ChangeAsync(id, job => job.Start(jobs.Now), CancellationToken.None);
        }
        catch (RefusalException refusal) when (refusal.Code is ProblemCodes.IllegalTransition or ProblemCodes.UnknownJob)
        {
            LogNotQueued(logger, id);
            return null;
        }
    }

    private async Task TrainAsync(Job job, CancellationToken stopping)
    {
        JobDirectory directory = workspace.DirectoryOf(job.Id);
        await TrainerRecord.WaitForEarlierAsync(directory, TimeSpan.FromSeconds(worker.StopGraceSeconds), stopping);
        await workspace.PrepareAsync(job, stopping);

        using TrainerProcess trainer = TrainerProcess.Start(directory, worker.MaxOutputBytes);
        TrainerRecord.Write(directory, trainer);
        Task<int> exit = trainer.WaitForExitAsync(CancellationToken.None);
        try
        {
            bool cancelled = await WatchAsync(job.Id, directory, trainer, exit, stopping);
            await FinishAsync(job, directory, await exit, cancelled, trainer.OutputTail, stopping);
        }
        finally
        {
            if (!exit.IsCompleted)
            {
                trainer.Kill();
                await exit;
            }
        }
    }

    /// <summary>Follows the trainer to its end, and stops it when the job is to be cancelled or the service is stopping.</summary>
    /// <returns>Whether the job is to be cancelled.</returns>
    private async Task<bool> WatchAsync(Guid id, JobDirectory directory, TrainerProcess trainer, Task exit, CancellationToken stopping)
    {
        EventTail tail = new(directory.Events);
        long? toldToStop = null;
        while (true)
        {
            bool ended = exit.IsCompleted; // asked before reading, so that the last events are read after the end
            bool cancelled = await RecordAsync(id, tail.Read());
            if (ended)
            {
                return cancelled;
            }

            if (toldToStop is { } since)
            {
                if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(worker.StopGraceSeconds))
                {
                    LogKilled(logger, id, worker.StopGraceSeconds);
                    trainer.Kill();
                }
            }
            else if (cancelled || stopping.IsCancellationRequested)
            {
                trainer.RequestStop();
                toldToStop = Stopwatch.GetTimestamp();
            }

            await Task.WhenAny(exit, Task.Delay(worker.PollMilliseconds, toldToStop is null ? stopping : CancellationToken.None));
        }
    }

    /// <summary>Brings events into the database.</summary>
    /// <returns>Whether the job is to be cancelled.</returns>
    private async Task<bool> RecordAsync(Guid id, IReadOnlyList<JobEvent> events)
    {
        Job job = await PersistAsync(id, () => events.Count == 0
            ? jobs.GetAsync(id, CancellationToken.None)
            : jobs.ChangeAsync(id, job => job.Report(events), events, CancellationToken.None));
        return job.CancelRequested;
    }

    private async Task FinishAsync(Job job, JobDirectory directory, int exitCode, bool cancelled, string output, CancellationToken stopping)
    {
        TrainerResult? result = await ReadResultAsync(directory);
        JobError? error = TrainerExit.Explain(exitCode, result, job.Kind);
        bool stopped = result is null && (cancelled || stopping.IsCancellationRequested);
        LogEnded(logger, job.Id, exitCode, stopped ? "stopped" : error?.Code ?? "no error");
        if (stopped && !cancelled)
        {
            stopping.ThrowIfCancellationRequested(); // the job waits for the next start of the service
        }

        if (!cancelled && error is null)
        {
            IJobCompletion completion = job.Trial is null ? services.GetRequiredKeyedService<IJobCompletion>(job.Kind) : services.GetRequiredService<TrialCompletion>();
            await completion.CompleteAsync(job.Id, directory, result!, CancellationToken.None);
            JobWorkspace.Trim(directory);
        }
        else
        {
            JobWorkspace.Trim(directory); // before the end is seen: a retry makes the directory anew
            await EndAsync(job.Id, End(failed => failed.Fail(error!, jobs.Now)), error is null ? [] : Printed(output));
        }
    }

    /// <summary>When somebody asked for the job's end meanwhile, that is what it comes to.</summary>
    private Action<Job> End(Action<Job> end) => job =>
    {
        if (job.CancelRequested)
        {
            job.Cancel(jobs.Now);
        }
        else
        {
            end(job);
        }
    };

    private Task<Job> EndAsync(Guid id, Action<Job> end, params IReadOnlyList<JobEvent> records) =>
        PersistAsync(id, () => jobs.ChangeAsync(id, end, records, CancellationToken.None));

    /// <summary>
    /// Reads or writes the job, again and again while the disk is full or the database busy: a job whose end is not written would run for ever. A
    /// service that is stopping gives up, since the next start finds the job.
    /// </summary>
    private async Task<Job> PersistAsync(Guid id, Func<Task<Job>> persist)
    {
        while (true)
        {
            try
            {
                return await persist();
            }
            catch (Exception fault) when (StorageFault.MayPass(fault) && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                LogNotWritten(logger, id, fault.Message);
                await Task.WhenAny(Task.Delay(BetweenAttempts, lifetime.ApplicationStopping));
            }
        }
    }

    private IReadOnlyList<JobEvent> Printed(string output) =>
        output.Length == 0 ? [] : [new JobEvent { Kind = JobEventKind.Log, Time = jobs.Now, Message = output }];

    private static async Task<TrainerResult?> ReadResultAsync(JobDirectory directory)
    {
        if (!File.Exists(directory.Result))
        {
            return null;
        }

        await using FileStream file = File.OpenRead(directory.Result);
        return await JsonSerializer.DeserializeAsync<TrainerResult>(file, HoneJson.Options);
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} ({Kind}) is started, attempt {Attempt}")]
    private static partial void LogStarted(ILogger logger, Guid jobId, string kind, int attempt);

    [LoggerMessage(LogLevel.Error, "The state of job {JobId} cannot be written and is tried again: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, Guid jobId, string reason);

    [LoggerMessage(LogLevel.Information, "Job {JobId} is not queued; there is nothing to run")]
    private static partial void LogNotQueued(ILogger logger, Guid jobId);

    [LoggerMessage(LogLevel.Information, "The trainer of job {JobId} ended with code {ExitCode}: {Error}")]
    private static partial void LogEnded(ILogger logger, Guid jobId, int exitCode, string error);

    [LoggerMessage(LogLevel.Warning, "The trainer of job {JobId} did not stop within {Seconds} s and is killed")]
    private static partial void LogKilled(ILogger logger, Guid jobId, int seconds);

    [LoggerMessage(LogLevel.Error, "Job {JobId} cannot be run: {Code}")]
    private static partial void LogRefused(ILogger logger, Guid jobId, string code);

    [LoggerMessage(LogLevel.Error, "Job {JobId} could not be run")]
    private static partial void LogFault(ILogger logger, Guid jobId, Exception exception);
}
