using CsCheck;
using Hone.Api.Serving;
using Hone.Domain.Problems;
using Hone.Training.Tokenization;

namespace Hone.Api.Tests.Serving;

public sealed class BatchQueueTests
{
    private const int Budget = 64;

    private static readonly Gen<int[]> Lengths = Gen.Int[1, 2 * Budget].Array[1, 12];

    [Fact]
    public void Take_GivesEveryInputOnce_InOrder_WithinTheBudget() =>
        Lengths.List[1, 20].Sample(requests =>
        {
            BatchQueue queue = new(capacity: 1000, Budget);
            List<PendingInput> expected = [];
            foreach (int[] lengths in requests)
            {
                PendingRequest request = Request(lengths);
                queue.Enqueue(request);
                expected.AddRange(lengths.Select((_, index) => new PendingInput(request, index)));
            }

            queue.Close();
            List<PendingInput> taken = [];
            while (queue.Take() is { } batch)
            {
                Assert.True(batch.Count == 1 || batch.Sum(input => input.Tokens) <= Budget);
                taken.AddRange(batch);
            }

            Assert.Equal(expected, taken);
        });

    [Fact]
    public void Take_FillsABatchAsFarAsTheBudgetGoes()
    {
        BatchQueue queue = new(capacity: 100, Budget);
        queue.Enqueue(Request(Budget / 2, Budget / 4));
        queue.Enqueue(Request(Budget / 4, 1));

        Assert.Equal([3, 1], new[] { queue.Take()!.Count, queue.Take()!.Count });
    }

    [Fact]
    public void Take_LeavesOutRequestsThatNobodyWaitsFor()
    {
        using CancellationTokenSource left = new();
        BatchQueue queue = new(capacity: 100, Budget);
        PendingRequest staying = Request(1);
        queue.Enqueue(new PendingRequest([Sequence(3), Sequence(3)], left.Token));
        queue.Enqueue(staying);

        left.Cancel();

        Assert.Equal(staying, Assert.Single(queue.Take()!).Request);
    }

    [Fact]
    public async Task Take_WaitsForTheFirstInput()
    {
        BatchQueue queue = new(capacity: 100, Budget);
        Task<IReadOnlyList<PendingInput>?> taking = Task.Factory.StartNew(
            queue.Take,
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        queue.Enqueue(Request(5));

        Assert.Single((await taking)!);
    }

    [Fact]
    public void Enqueue_RefusesTheWholeRequest_WhenItDoesNotFit()
    {
        BatchQueue queue = new(capacity: 3, Budget);
        queue.Enqueue(Request(1, 1));

        RefusalException refusal = Assert.Throws<RefusalException>(() => queue.Enqueue(Request(1, 1)));

        Assert.Equal((RefusalKind.Busy, ProblemCodes.QueueFull), (refusal.Kind, refusal.Code));
        Assert.NotNull(refusal.RetryAfter);
        queue.Enqueue(Request(1));
        Assert.Equal(3, queue.Take()!.Count);
    }

    [Fact]
    public void Enqueue_FindsRoom_WhereNobodyWaitsAnyMore()
    {
        using CancellationTokenSource left = new();
        BatchQueue queue = new(capacity: 2, Budget);
        queue.Enqueue(new PendingRequest([Sequence(1), Sequence(1)], left.Token));
        Assert.Throws<RefusalException>(() => queue.Enqueue(Request(1, 1)));

        left.Cancel();

        queue.Enqueue(Request(1, 1));
        Assert.Equal(2, queue.Take()!.Count);
    }

    private static PendingRequest Request(params int[] lengths) => new([.. lengths.Select(Sequence)], CancellationToken.None);

    private static EncodedSequence Sequence(int length) => new(new int[length], Truncated: false);
}
