using System.Text.Json;
using CsCheck;
using Hone.Domain.Jobs.Sweeps;

namespace Hone.Domain.Tests.Jobs.Sweeps;

public sealed class SearchRangeTests
{
    [Theory]
    [InlineData("3")]
    [InlineData("[1,2,3]")]
    [InlineData("""{"min":0.1,"max":0.5,"scale":"log"}""")]
    public void ARange_IsWrittenAsItWasRead(string json) => Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<SearchRange>(json, HoneJson.Options), HoneJson.Options));

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("[1,\"2\"]")]
    [InlineData("""{"min":1}""")]
    [InlineData("""{"min":1,"max":2,"step":1}""")]
    [InlineData("""{"min":1,"max":2,"scale":"square"}""")]
    public void AnythingElse_IsNotARange(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SearchRange>(json, HoneJson.Options));

    [Fact]
    public void EveryDraw_IsInside() => Gen.Select(Gen.Double[0.001, 1], Gen.Double[1.001, 1000], Gen.Bool, Gen.Bool, Gen.Int).Sample((min, max, isLog, isWhole, seed) =>
    {
        (double low, double high) = isWhole ? (Math.Ceiling(min), Math.Ceiling(max)) : (min, max);
        double drawn = SearchRange.Between(low, high, isLog ? SearchScale.Log : SearchScale.Linear).Draw(new Random(seed), isWhole);

        Assert.InRange(drawn, low, high);
        Assert.True(!isWhole || drawn == Math.Floor(drawn));
    });

    /// <summary>Half of what is drawn on the scale of factors is below the geometric mean, on the other below the arithmetic mean.</summary>
    [Theory]
    [InlineData(SearchScale.Log, 0.001)]
    [InlineData(SearchScale.Linear, 0.00505)]
    public void Draws_AreSpreadOverTheScale(SearchScale scale, double middle)
    {
        Random random = new(1);
        SearchRange range = SearchRange.Between(1e-4, 1e-2, scale);

        int below = Enumerable.Range(0, 1000).Count(_ => range.Draw(random, isWhole: false) < middle);

        Assert.InRange(below, 440, 560);
    }

    [Fact]
    public void WholeNumbers_AreAllAsLikely()
    {
        Random random = new(1);
        SearchRange range = SearchRange.Between(1, 4);

        ILookup<double, double> drawn = Enumerable.Range(0, 4000).Select(_ => range.Draw(random, isWhole: true)).ToLookup(value => value);

        Assert.Equal([1, 2, 3, 4], drawn.Select(value => value.Key).Order());
        Assert.All(drawn, value => Assert.InRange(value.Count(), 880, 1120));
    }
}
