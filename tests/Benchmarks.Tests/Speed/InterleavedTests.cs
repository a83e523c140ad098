using Hone.Benchmarks.Speed;

namespace Hone.Benchmarks.Tests.Speed;

public sealed class InterleavedTests
{
    [Fact]
    public void Take_GoesForwardsAndBackwardsByTurns_AndGivesEachFigureItsOwn()
    {
        List<string> taken = [];

        IReadOnlyList<IReadOnlyList<double>> figures = Interleaved.Take(3, [() => Take("a"), () => Take("b")], TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b", "b", "a", "a", "b"], taken);
        Assert.Equal([[1, 4, 5], [2, 3, 6]], figures.Select(rounds => rounds.ToArray()));

        double Take(string name)
        {
            taken.Add(name);
            return taken.Count;
        }
    }
}
