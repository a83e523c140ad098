using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Optimization;

namespace Hone.Training.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void At_RisesInAStraightLine_DuringWarmup()
    {
        LearningRateSchedule schedule = new(ScheduleKind.Linear, Peak: 1, WarmupSteps: 4, TotalSteps: 10);

        Assert.Equal([0.25, 0.5, 0.75, 1], Enumerable.Range(0, 4).Select(step => schedule.At(step)));
    }

    [Theory]
    [InlineData(ScheduleKind.Linear, 0.5)]
    [InlineData(ScheduleKind.Cosine, 0.5)]
    [InlineData(ScheduleKind.Constant, 1.0)]
    public void At_IsWhereTheCurveSays_HalfWayDown(ScheduleKind kind, double expected)
    {
        LearningRateSchedule schedule = new(kind, Peak: 1, WarmupSteps: 10, TotalSteps: 110);

        Assert.Equal(1, schedule.At(10), 12);
        Assert.Equal(expected, schedule.At(60), 12);
    }

    [Fact]
    public void At_NeverLeavesItsBounds_AndNeverRisesAgain() =>
        Gen.Select(Gen.Enum<ScheduleKind>(), Gen.Long[0, 100], Gen.Long[1, 200]).Sample((kind, warmup, total) =>
        {
            LearningRateSchedule schedule = new(kind, Peak: 2, warmup, total);
            double[] rates = [.. Enumerable.Range(0, 300).Select(step => schedule.At(step))];
            return rates.All(rate => rate is >= 0 and <= 2)
                && rates.Skip((int)warmup).Zip(rates.Skip((int)warmup + 1)).All(pair => pair.Second <= pair.First);
        });
}
