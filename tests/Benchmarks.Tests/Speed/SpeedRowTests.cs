using Hone.Benchmarks.Reporting;
using Hone.Benchmarks.Speed;

namespace Hone.Benchmarks.Tests.Speed;

public sealed class SpeedRowTests
{
    private static readonly SpeedRow Row = new()
    {
        Measurement = "some",
        What = "something",
        Unit = "texts/s",
        Peer = "a peer",
        Goal = new SpeedGoal(GoalBound.AtLeast, 2),
        Ours = [10, 40, 20],
        Theirs = [8, 9, 1],
        MeasuredAt = DateTime.UnixEpoch,
        Machine = Machine.Describe(),
        Seed = 1,
        Minutes = 1,
    };

    [Fact]
    public void Ratio_IsThatOfTheMedians()
    {
        Assert.Equal(2.5, Row.Ratio);
        Assert.True(Row.Reached);
        Assert.False((Row with { Goal = new SpeedGoal(GoalBound.AtMost, 2) }).Reached);
    }

    [Fact]
    public void Reached_IsUnknown_WhenThePeerIsMissingOrThereIsNoGoal()
    {
        Assert.Null((Row with { Theirs = null }).Reached);
        Assert.Null((Row with { Goal = null }).Reached);
    }

    [Fact]
    public void Reached_JudgesTheFigureItself_WhenThereIsNothingToCompareWith() =>
        Assert.True((Row with { Peer = null, Theirs = null, Goal = new SpeedGoal(GoalBound.AtMost, 20) }).Reached);

    [Fact]
    public void Page_NamesWhatIsMissing_AndGivesTheRangeOfTheRounds()
    {
        string page = SpeedPage.Compose([Row, Row with { What = "another", Theirs = null }]);

        Assert.Contains("| **2.5** (1.25 to 20) | ≥ 2 | yes |", page, StringComparison.Ordinal);
        Assert.Contains("| a peer (missing) | – | – | ≥ 2 | – |", page, StringComparison.Ordinal);
    }
}
