using System.Text.Json;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Domain.Tests.Jobs.Specifications;

public sealed class EvaluateSpecificationTests
{
    private static readonly EvaluateSpecification Least = JsonSerializer.Deserialize<EvaluateSpecification>("""{"model":"area:3","dataset":"area"}""", HoneJson.Options)!;

    [Fact]
    public void Validate_FindsNothing_WhenOnlyTheNamesAreGiven()
    {
        Assert.Empty(Least.Validate());
        Assert.Null(Least.ModelToMake);
    }

    [Fact]
    public void Validate_ReportsEveryProblemAtOnce() => Assert.Equal(
        ["batchTokens", "compareWith", "dataset", "model", "resamples", "seed", "worstExamples"],
        (Least with { Model = "a:0", Dataset = "", CompareWith = "Not A Name", WorstExamples = -1, Resamples = 100_001, Seed = -1, BatchTokens = 1 })
            .Validate().Select(problem => problem.Field).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(39, false)]
    [InlineData(40, true)]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    public void Resamples_AreNone_OrEnoughForAnInterval(int resamples, bool valid) =>
        Assert.Equal(valid, !(Least with { Resamples = resamples }).Validate().Any());

    [Fact]
    public void SplitOf_IsTheLastThereIs_UnlessOneIsNamed()
    {
        Assert.Equal(SplitName.Test, Least.SplitOf([SplitName.Train, SplitName.Test, SplitName.Validation]));
        Assert.Equal(SplitName.Validation, Least.SplitOf([SplitName.Train, SplitName.Validation]));
        Assert.Equal(SplitName.Train, (Least with { Split = SplitName.Train }).SplitOf([SplitName.Train, SplitName.Test]));
    }
}
