using Hone.Domain.Jobs;

namespace Hone.Domain.Tests.Jobs;

public sealed class JobStateMachineTests
{
    private static readonly JobStatus[] Statuses = Enum.GetValues<JobStatus>();

    [Fact]
    public void Allows_NoStatusToFollowItself() =>
        Assert.All(Statuses, status => Assert.False(JobStateMachine.Allows(status, status)));

    [Fact]
    public void Allows_NothingToFollowSuccess() =>
        Assert.All(Statuses, next => Assert.False(JobStateMachine.Allows(JobStatus.Succeeded, next)));

    [Fact]
    public void Allows_OnlyARunningJobToSucceed() =>
        Assert.Equal([JobStatus.Running], Statuses.Where(status => JobStateMachine.Allows(status, JobStatus.Succeeded)));

    [Fact]
    public void Allows_OnlyAQueuedJobToStart() =>
        Assert.Equal([JobStatus.Queued], Statuses.Where(status => JobStateMachine.Allows(status, JobStatus.Running)));

    [Fact]
    public void Allows_EveryUnfinishedJobToBeCancelled() =>
        Assert.All(Statuses, status => Assert.Equal(!JobStateMachine.IsFinished(status), JobStateMachine.Allows(status, JobStatus.Cancelled)));

    [Fact]
    public void Allows_AFinishedJobOnlyToBeQueuedAgain() =>
        Assert.All(
            Statuses.Where(JobStateMachine.IsFinished),
            from => Assert.DoesNotContain(Statuses, to => to != JobStatus.Queued && JobStateMachine.Allows(from, to)));

    [Fact]
    public void Allows_EveryStatusToBeReachedFromQueued()
    {
        HashSet<JobStatus> reached = [JobStatus.Queued];
        for (int count = 0; count != reached.Count;)
        {
            count = reached.Count;
            reached.UnionWith(Statuses.Where(to => reached.Any(from => JobStateMachine.Allows(from, to))));
        }

        Assert.Equal(Statuses.ToHashSet(), reached);
    }
}
