using Hone.Api.Serving;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Serving;

public sealed class WaitingInputsTests
{
    private readonly HashSet<int> abandoned = [];

    [Fact]
    public void Enqueue_LeavesNothing_WhenARequestDoesNotFit()
    {
        WaitingInputs<int> waiting = Make(capacity: 3);
        waiting.Enqueue([1, 2]);

        RefusalException refusal = Assert.Throws<RefusalException>(() => waiting.Enqueue([3, 4]));

        Assert.Equal(ProblemCodes.QueueFull, refusal.Code);
        Assert.Equal([1, 2], waiting.Take(wait: false, _ => true));
    }

    [Fact]
    public void Enqueue_FindsRoom_WhereNobodyWaitsAnyMore()
    {
        WaitingInputs<int> waiting = Make(capacity: 3);
        waiting.Enqueue([1, 2, 3]);
        abandoned.UnionWith([1, 3]);

        waiting.Enqueue([4, 5]);

        Assert.Throws<RefusalException>(() => waiting.Enqueue([6]));
        Assert.Equal([2, 4, 5], waiting.Take(wait: false, _ => true));
    }

    [Fact]
    public void Take_LeavesWhatDoesNotFit_AndEndsWhenItIsClosedAndEmpty()
    {
        WaitingInputs<int> waiting = Make(capacity: 3);
        Assert.Empty(waiting.Take(wait: false, _ => true)!);
        waiting.Enqueue([1, 2, 3]);
        waiting.Close();

        Assert.Equal([1, 2], waiting.Take(wait: true, input => input < 3));
        Assert.Equal([3], waiting.Take(wait: true, _ => true));
        Assert.Null(waiting.Take(wait: true, _ => true));
        Assert.Equal(ProblemCodes.Unavailable, Assert.Throws<RefusalException>(() => waiting.Enqueue([4])).Code);
    }

    private WaitingInputs<int> Make(int capacity) => new(capacity, abandoned.Contains);
}
