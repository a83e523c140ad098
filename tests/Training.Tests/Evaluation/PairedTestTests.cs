using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

public sealed class PairedTestTests
{
    private const int Resamples = 200;

    public static TheoryData<string> Kinds => [.. SampleRows.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compare_FindsNoDifference_OfAModelToItself(string kind)
    {
        RowMetrics rows = SampleRows.Of(kind, count: 60, seed: 1);

        Assert.All(
            PairedTest.Compare(rows, rows, Resamples, seed: 1).Values,
            difference => Assert.Equal(new MetricDifference(0, new ConfidenceInterval(0, 0), 1), difference));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compare_TurnsRound_WhenTheModelsDo(string kind)
    {
        RowMetrics one = SampleRows.Of(kind, count: 60, seed: 1);
        RowMetrics other = SampleRows.Of(kind, count: 60, seed: 2);

        IReadOnlyDictionary<string, MetricDifference> there = PairedTest.Compare(one, other, Resamples, seed: 3);
        IReadOnlyDictionary<string, MetricDifference> back = PairedTest.Compare(other, one, Resamples, seed: 3);

        Assert.All(there, metric =>
        {
            MetricDifference turned = back[metric.Key];
            Assert.Equal(metric.Value.P, turned.P);
            Assert.Equal(-metric.Value.Difference, turned.Difference, 1e-12);
            Assert.Equal(-metric.Value.Interval.Low, turned.Interval.High, 1e-12);
            Assert.Equal(-metric.Value.Interval.High, turned.Interval.Low, 1e-12);
        });
    }

    [Fact]
    public void Compare_GivesTheShareOfExchangesThatAreAsUneven()
    {
        // Five rows that the one has right and the other has not: only if all five or none are exchanged is the difference as large, 2 of 32 times.
        MeanRows one = new("accuracy", [.. Enumerable.Repeat(1.0, 5), 1, 0]);
        MeanRows other = new("accuracy", [.. Enumerable.Repeat(0.0, 5), 1, 0]);

        MetricDifference difference = PairedTest.Compare(one, other, resamples: 20_000, seed: 1)["accuracy"];

        Assert.Equal(5 / 7.0, difference.Difference, 1e-12);
        Assert.Equal(2 / 32.0, difference.P, 0.006);
        Assert.Equal(2 / 32.0, McNemarTest.Of([true, true, true, true, true, true, false], [false, false, false, false, false, true, false]).P, 1e-12);
    }

    [Fact]
    public void Compare_Refuses_WhatAreNoPairs() =>
        Assert.Throws<ArgumentException>(() => PairedTest.Compare(new MeanRows("loss", [1, 2]), new MeanRows("loss", [1]), Resamples, seed: 1));
}
