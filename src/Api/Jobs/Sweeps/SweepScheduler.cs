using System.Text.Json;
using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Api.Workers;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Microsoft.Extensions.Options;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>
/// Brings a sweep forward by what is due: writes down which of its jobs have ended, starts those that come next, and ends it. What is due follows from the
/// rows of the sweep and its jobs alone, so that it can be asked at any time and any number of times. A job is added in the transaction that changes its
/// sweep's row, so that none is started twice.
/// </summary>
internal sealed partial class SweepScheduler(
    JobStore jobs,
    SweepStore sweeps,
    TrainingQueue queue,
    ModelRegistrar registrar,
    IOptions<HoneOptions> options,
    ILogger<SweepScheduler> logger)
{
    /// <summary>As many jobs of a sweep as there are workers; more would only keep the jobs of others waiting.</summary>
    private readonly int concurrency = Math.Max(1, options.Value.Workers.Count);

    /// <summary>Does what is due.</summary>
    /// <returns>When it should be asked again though nothing has changed: at the end of the time that the sweep may train.</returns>
    public async Task<TimeSpan?> AdvanceAsync(Guid id, CancellationToken cancellationToken)
    {
        Job sweep = await jobs.GetAsync(id, cancellationToken);
        if (sweep.IsFinished || sweep.CancelRequested)
        {
            await EndTrialsAsync(id, cancellationToken);
            await CloseAsync(id, sweep, cancellationToken);
            return null;
        }

        if (sweep.Status == JobStatus.Queued)
        {
            await EndTrialsAsync(id, cancellationToken); // of an attempt that ended in a fault
        }

        List<Guid> started = [];
        sweep = await jobs.ChangeAsync(id, (db, job) => StepAsync(db, job, started, cancellationToken), cancellationToken);
        started.ForEach(queue.Enqueue);
        SweepState state = await sweeps.ReadAsync(sweep, cancellationToken);
        sweeps.KeepBest(state);
        bool isOutOfTime = state.LeftAt(jobs.Now) <= TimeSpan.Zero;
        if (state.IsIdle && (isOutOfTime || state.Standing.IsOver))
        {
            await FinishAsync(state, isOutOfTime);
            return null;
        }

        if (isOutOfTime)
        {
            await EndTrialsAsync(id, cancellationToken);
            return null;
        }

        int training = state.Trials.Count(trial => trial.Status == JobStatus.Running);
        return training == 0 ? null : state.LeftAt(jobs.Now) / training;
    }

    /// <summary>Ends a sweep that cannot be brought forward.</summary>
    public Task FailAsync(Guid id, JobError error, CancellationToken cancellationToken) => jobs.ChangeAsync(
        id,
        job =>
        {
            if (!job.IsFinished)
            {
                job.Fail(error, jobs.Now);
            }
        },
        cancellationToken);

    private async Task<IReadOnlyList<JobEvent>> StepAsync(HoneDbContext db, Job sweep, List<Guid> started, CancellationToken cancellationToken)
    {
        started.Clear();
        if (sweep.IsFinished || sweep.CancelRequested)
        {
            return [];
        }

        SweepJournal journal = new(jobs.Now);
        if (sweep.Status == JobStatus.Queued)
        {
            sweep.Start(jobs.Now);
        }

        SweepState state = await SweepStore.ReadAsync(db, sweep, cancellationToken);
        if (state.Trials.Count == 0)
        {
            journal.Begin(state);
        }

        foreach (Job ended in state.Trials.Where(trial => trial.IsFinished && !trial.IsNoted).OrderBy(trial => trial.FinishedAt))
        {
            ended.Note();
            journal.End(state, ended);
        }

        if (state.LeftAt(jobs.Now) > TimeSpan.Zero)
        {
            int free = concurrency - state.Trials.Count(trial => !trial.IsFinished);
            if (free > 0 && state.Standing.Waiting.Count == state.Standing.Members.Count)
            {
                journal.Enter(state);
            }

            foreach (int candidate in state.Standing.Waiting.Take(free))
            {
                Job trial = Start(state, candidate);
                jobs.Add(db, trial);
                started.Add(trial.Id);
            }
        }

        if (journal.Records.Count > 0)
        {
            sweep.Report(journal.Records);
        }

        return journal.Records;
    }

    /// <summary>The job of a candidate in the present rung: an ordinary one, on exactly what the sweep was asked for.</summary>
    private Job Start(SweepState state, int number)
    {
        SweepCandidate candidate = state.Plan.Candidates[number];
        int rung = state.Standing.Rung;
        FinetuneSpecification specification = candidate.Specify(state.Specification, state.Plan.Schedule.EpochsAt(rung, candidate.Epochs));
        JobModel? start = candidate.Base is { } index ? state.Inputs.Models[index] : null;
        return new Job
        {
            Id = Guid.CreateVersion7(),
            Kind = JobKind.Finetune,
            Model = state.Job.Model,
            ParentId = state.Job.Id,
            Trial = new Trial { Attempt = state.Job.Attempt, Candidate = number, Candidates = state.Plan.Candidates.Count, Rung = rung },
            Specification = JsonSerializer.Serialize(
                specification with { Base = start is null ? null : new ModelReference(start.Model, Version: start.Version).ToString() },
                HoneJson.Options),
            Inputs = JsonSerializer.Serialize(new JobInputs { Dataset = state.Inputs.Dataset, Base = start }, HoneJson.Options),
            CreatedAt = jobs.Now,
        };
    }

    /// <summary>Asks for the end of every job of a sweep that has not ended yet.</summary>
    private async Task EndTrialsAsync(Guid id, CancellationToken cancellationToken)
    {
        foreach (Guid trial in await sweeps.FindUnfinishedTrialsAsync(id, cancellationToken))
        {
            await jobs.ChangeAsync(
                trial,
                job =>
                {
                    if (!job.IsFinished && !job.CancelRequested)
                    {
                        job.RequestCancel(jobs.Now);
                    }
                },
                cancellationToken);
        }
    }

    /// <summary>Ends a sweep that somebody cancelled, once its jobs have ended, and deletes what they left.</summary>
    private async Task CloseAsync(Guid id, Job sweep, CancellationToken cancellationToken)
    {
        if ((await sweeps.FindUnfinishedTrialsAsync(id, cancellationToken)).Count > 0)
        {
            return; // the end of each of them is news
        }

        sweeps.KeepNone(id);
        if (!sweep.IsFinished)
        {
            await jobs.ChangeAsync(id, job => job.Cancel(jobs.Now), cancellationToken);
            LogEnded(logger, id, "cancelled");
        }
    }

    /// <summary>Ends a sweep that has nothing left to train; once begun, it is not broken off.</summary>
    private async Task FinishAsync(SweepState state, bool isOutOfTime)
    {
        Guid id = state.Job.Id;
        if (state.Best is { } best)
        {
            SweepJournal journal = new(jobs.Now);
            journal.Choose(state, best, isOutOfTime && !state.Standing.IsOver);
            await registrar.RegisterBestAsync(id, best.Id, sweeps.ModelOf(id, best.Id), journal.Records, CancellationToken.None);
            LogEnded(logger, id, "succeeded");
        }
        else
        {
            JobError? first = state.Trials.Select(trial => trial.Error).FirstOrDefault(error => error is not null);
            await FailAsync(
                id,
                isOutOfTime && first is null
                    ? new JobError(ProblemCodes.BudgetUsedUp, "The time that the sweep may train was over before any candidate was trained. A larger 'budget.minutes' helps.")
                    : new JobError(ProblemCodes.EveryCandidateFailed, $"No candidate could be trained.{(first is null ? "" : $" The first failed with {first.Code}: {first.Message}")}"),
                CancellationToken.None);
            LogEnded(logger, id, "failed");
        }

        sweeps.KeepNone(id);
    }

    [LoggerMessage(LogLevel.Information, "Sweep {JobId} has {End}")]
    private static partial void LogEnded(ILogger logger, Guid jobId, string end);
}
