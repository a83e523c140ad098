using Hone.Training.Data;

namespace Hone.Training.Tests.Data;

public sealed class TokenMaskingTests
{
    private const int Mask = 4;
    private const int VocabularySize = 1000;

    private static readonly bool[] Special = [.. Enumerable.Range(0, VocabularySize).Select(id => id < 5)];

    [Fact]
    public void Apply_KeepsToTheProportions()
    {
        int[] original = [.. Enumerable.Range(0, 200_000).Select(i => i % 10 == 0 ? 2 : 5 + (i % 995))];
        int[] tokens = [.. original];
        List<long> rows = [];
        List<long> targets = [];
        SplitMix64 random = new(11);

        new TokenMasking(0.15, Mask, Special).Apply(tokens, [], ref random, rows, targets);

        double ordinary = original.Count(token => token >= 5);
        Assert.Equal(0.15, rows.Count / ordinary, 0.005);
        Assert.Equal(0.8, rows.Count(row => tokens[row] == Mask) / (double)rows.Count, 0.01);
        Assert.Equal(0.1, rows.Count(row => tokens[row] == original[row]) / (double)rows.Count, 0.01);
        Assert.Equal(rows.Select(row => (long)original[row]), targets);
        Assert.All(rows, row => Assert.False(Special[original[row]]));
        HashSet<long> chosen = [.. rows];
        Assert.All(Enumerable.Range(0, tokens.Length).Where(row => !chosen.Contains(row)), row => Assert.Equal(original[row], tokens[row]));
    }

    [Fact]
    public void Apply_HidesAtLeastOneToken_WhenOneCanBeHidden()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            int[] tokens = [2, 17, 3];
            List<long> rows = [];
            List<long> targets = [];
            SplitMix64 random = new(seed);

            new TokenMasking(0.01, Mask, Special).Apply(tokens, [], ref random, rows, targets);

            Assert.Equal([1], rows);
            Assert.Equal([17], targets);
        }
    }
}
