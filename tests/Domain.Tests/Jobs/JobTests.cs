using CsCheck;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;

namespace Hone.Domain.Tests.Jobs;

public sealed class JobTests
{
    private static readonly DateTime Created = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly (string Name, Action<Job, DateTime> Act)[] Actions =
    [
        ("start", (job, now) => job.Start(now)),
        ("succeed", (job, now) => job.Succeed(new JobResult("reviews", 1), now)),
        ("fail", (job, now) => job.Fail(new JobError(ProblemCodes.TrainerCrashed, "It ended."), now)),
        ("cancel", (job, now) => job.RequestCancel(now)),
        ("stopped", (job, now) => job.Cancel(now)),
        ("requeue", (job, _) => job.Requeue()),
        ("retry", (job, _) => job.Retry()),
        ("report", (job, now) => job.Report([Metric(now, "train/loss", 1.0)])),
    ];

    /// <summary>Whatever is tried, in whatever order, a job keeps what holds of its fields in its status.</summary>
    [Fact]
    public void EveryAction_KeepsFieldsAndStatusInStep() =>
        Gen.Int[0, Actions.Length - 1].List[0, 30].Sample(script =>
        {
            Job job = NewJob();
            DateTime now = Created;
            foreach (int index in script)
            {
                (JobStatus status, Guid token, int attempt) = (job.Status, job.ConcurrencyToken, job.Attempt);
                now += TimeSpan.FromSeconds(1);
                try
                {
                    Actions[index].Act(job, now);
                    Assert.NotEqual(token, job.ConcurrencyToken);
                    Assert.True(job.Status == status || JobStateMachine.Allows(status, job.Status));
                }
                catch (RefusalException refusal)
                {
                    Assert.Equal(ProblemCodes.IllegalTransition, refusal.Code);
                    Assert.Equal(RefusalKind.Conflict, refusal.Kind);
                    Assert.Equal((status, token, attempt), (job.Status, job.ConcurrencyToken, job.Attempt));
                }

                Assert.Equal(JobStateMachine.IsFinished(job.Status), job.FinishedAt is not null);
                Assert.Equal(job.Status == JobStatus.Succeeded, job.Result is not null);
                Assert.Equal(job.Status == JobStatus.Failed, job.Error is not null);
                Assert.True(job.Status is not (JobStatus.Running or JobStatus.Succeeded) || job.StartedAt is not null);
                Assert.True(job.Status != JobStatus.Queued || job.StartedAt is null);
                Assert.True(job.Attempt - attempt is 0 or 1);
                Assert.True(!job.CancelRequested || job.Status is JobStatus.Running || job.IsFinished);
            }
        });

    [Fact]
    public void RequestCancel_WaitsForTheTrainer_WhenTheJobRuns()
    {
        Job job = NewJob();
        job.Start(Created);

        job.RequestCancel(Created);

        Assert.Equal(JobStatus.Running, job.Status);
        Assert.True(job.CancelRequested);
    }

    [Fact]
    public void RequestCancel_EndsTheJobAtOnce_WhenItWaits()
    {
        Job job = NewJob();

        job.RequestCancel(Created);

        Assert.Equal(JobStatus.Cancelled, job.Status);
        Assert.True(job.CancelRequested);
        Assert.EndsWith("is cancelled already.", Assert.Throws<RefusalException>(() => job.RequestCancel(Created)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Retry_IsRefused_WhileTheJobRuns()
    {
        Job job = NewJob();
        job.Start(Created);

        Assert.Equal(ProblemCodes.IllegalTransition, Assert.Throws<RefusalException>(job.Retry).Code);
        Assert.Equal(JobStatus.Running, job.Status);
    }

    [Fact]
    public void Report_KeepsTheLatestValueOfEveryMetric()
    {
        Job job = NewJob();
        job.Start(Created);

        job.Report([Metric(Created, "train/loss", 2.0), Metric(Created, "validation/loss", 3.0)]);
        job.Report([Metric(Created, "train/loss", 1.0)]);

        Assert.Equal(new Dictionary<string, double> { ["train/loss"] = 1.0, ["validation/loss"] = 3.0 }, job.Metrics);
    }

    [Fact]
    public void Requeue_ForgetsWhatTheAttemptMeasured()
    {
        Job job = NewJob();
        job.Start(Created);
        job.Report([Metric(Created, "train/loss", 2.0)]);

        job.Requeue();

        Assert.Empty(job.Metrics);
        Assert.Null(job.Progress);
        Assert.Null(job.StartedAt);
        Assert.Equal(1, job.Attempt);
    }

    private static JobEvent Metric(DateTime now, string name, double value) =>
        new() { Kind = JobEventKind.Metric, Time = now, Step = 1, Values = new Dictionary<string, double> { [name] = value } };

    private static Job NewJob() => new()
    {
        Id = Guid.NewGuid(),
        Kind = JobKind.Pretrain,
        Model = "reviews",
        Specification = "{}",
        Inputs = "{}",
        CreatedAt = Created,
    };
}
