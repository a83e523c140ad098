using Hone.Training.Data;

namespace Hone.Training.Tests.Data;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Shuffle_KeepsEveryItem_AndReachesEveryPlace()
    {
        int[] lands = new int[10];
        for (int seed = 0; seed < 2000; seed++)
        {
            int[] items = [.. Enumerable.Range(0, 10)];
            new SplitMix64(seed).Shuffle(items.AsSpan());
            Assert.Equal(Enumerable.Range(0, 10), items.Order());
            lands[Array.IndexOf(items, 0)]++;
        }

        Assert.All(lands, count => Assert.InRange(count, 130, 270)); // 200 expected, five standard deviations
    }

    [Fact]
    public void Next_DiffersBetweenSeedsAndPlaces()
    {
        IEnumerable<ulong> firsts =
            from seed in Enumerable.Range(0, 100)
            from place in Enumerable.Range(0, 100)
            select new SplitMix64(seed, place).Next();

        Assert.Equal(10_000, firsts.Distinct().Count());
    }
}
