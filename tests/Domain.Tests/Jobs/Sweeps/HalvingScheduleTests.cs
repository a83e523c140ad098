using CsCheck;
using Hone.Domain.Jobs.Sweeps;

namespace Hone.Domain.Tests.Jobs.Sweeps;

public sealed class HalvingScheduleTests
{
    private static readonly Gen<(int Candidates, int Epochs, int Eta)> AnySchedule = Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[2, 10]);

    /// <summary>Every rung has one in eta of the one before, rounded down, and no further division is possible behind the last.</summary>
    [Fact]
    public void EveryRung_HasOneInEtaOfTheOneBefore() => AnySchedule.Sample(given =>
    {
        HalvingSchedule schedule = HalvingSchedule.For(given.Candidates, given.Epochs, given.Eta);

        Assert.Equal(given.Candidates, schedule.Sizes[0]);
        Assert.All(schedule.Sizes.Zip(schedule.Sizes.Skip(1)), rungs => Assert.Equal(rungs.First / given.Eta, rungs.Second));
        Assert.True(schedule.Sizes[^1] >= 1);
        Assert.True(schedule.Sizes[^1] < given.Eta || schedule.EpochsAt(0, given.Epochs) < given.Eta);
    });

    [Fact]
    public void Epochs_GrowByEtaFromRungToRung_AndAreAllInTheLast() => AnySchedule.Sample(given =>
    {
        HalvingSchedule schedule = HalvingSchedule.For(given.Candidates, given.Epochs, given.Eta);
        int[] epochs = [.. Enumerable.Range(0, schedule.Sizes.Count).Select(rung => schedule.EpochsAt(rung, given.Epochs))];

        Assert.Equal(given.Epochs, epochs[^1]);
        Assert.True(epochs[0] >= 1);
        Assert.All(epochs.Zip(epochs.Skip(1)), rungs => Assert.Equal(rungs.First, rungs.Second / given.Eta));
    });

    /// <summary>As many candidates as the jobs allow, and not one more.</summary>
    [Fact]
    public void MostCandidates_UseUpTheJobs() => Gen.Select(Gen.Int[1, 500], Gen.Int[1, 100], Gen.Int[2, 10]).Sample((jobs, epochs, eta) =>
    {
        int most = HalvingSchedule.MostCandidates(jobs, epochs, eta);

        Assert.True(HalvingSchedule.For(most, epochs, eta).Jobs <= jobs);
        Assert.True(HalvingSchedule.For(most + 1, epochs, eta).Jobs > jobs);
    });

    [Fact]
    public void NineCandidatesOfNineEpochs_AreHalvedAsInThePaper()
    {
        HalvingSchedule schedule = HalvingSchedule.For(9, 9, 3);

        Assert.Equal([9, 3, 1], schedule.Sizes);
        Assert.Equal([1, 3, 9], Enumerable.Range(0, 3).Select(rung => schedule.EpochsAt(rung, 9)));
        Assert.Equal(13, schedule.Jobs);
    }

    [Fact]
    public void OneCandidate_IsTrainedOnceForAllItsEpochs()
    {
        HalvingSchedule schedule = HalvingSchedule.For(1, 20, 3);

        Assert.Equal([1], schedule.Sizes);
        Assert.Equal(20, schedule.EpochsAt(0, 20));
    }
}
