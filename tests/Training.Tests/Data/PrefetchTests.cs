using Hone.Training.Data;

namespace Hone.Training.Tests.Data;

public sealed class PrefetchTests
{
    [Fact]
    public void Prefetched_KeepsItemsAndOrder() =>
        Assert.Equal(Enumerable.Range(0, 1000), Enumerable.Range(0, 1000).Prefetched());

    [Fact]
    public void Prefetched_ThrowsWhatTheSourceThrows_AfterTheItemsBefore()
    {
        List<int> seen = [];

        Assert.Throws<FormatException>(() => seen.AddRange(Failing().Prefetched()));
        Assert.Throws<FormatException>(() =>
        {
            foreach (int item in Failing().Prefetched())
            {
                seen.Add(item);
            }
        });
        Assert.Equal([1, 2], seen[^2..]);

        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new FormatException();
        }
    }

    [Fact]
    public void Prefetched_LetsGoOfItsSource_WhenItIsAbandoned()
    {
        bool released = false;
        IEnumerable<int> Endless()
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    yield return i;
                }
            }
            finally
            {
                released = true;
            }
        }

        Assert.Equal([0, 1, 2], Endless().Prefetched().Take(3));
        Assert.True(released);
    }
}
