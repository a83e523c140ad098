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

    [Fact]
    public void Apply_HidesWholeWordsOrNothing_AndKeepsToTheProportions()
    {
        const int Length = 200_000;
        SplitMix64 making = new(5);
        int[] original = new int[Length];
        bool[] beginsWord = new bool[Length];
        for (int row = 0; row < Length; row++)
        {
            original[row] = row % 50 == 0 ? 2 : 5 + making.NextInt(995);
            beginsWord[row] = row % 50 < 2 || making.NextDouble() < 0.4;
        }

        int[] tokens = [.. original];
        List<long> rows = [];
        List<long> targets = [];
        SplitMix64 random = new(11);

        new TokenMasking(0.15, Mask, Special).Apply(tokens, beginsWord, ref random, rows, targets);

        HashSet<long> chosen = [.. rows];
        List<(int Length, bool IsChosen)> words = [];
        for (int row = 0; row < Length; row++)
        {
            if (Special[original[row]])
            {
                Assert.DoesNotContain(row, chosen);
            }
            else if (beginsWord[row])
            {
                words.Add((1, chosen.Contains(row)));
            }
            else
            {
                Assert.Equal(words[^1].IsChosen, chosen.Contains(row));
                words[^1] = words[^1] with { Length = words[^1].Length + 1 };
            }
        }

        // Five standard deviations of what independent choices of words give.
        double tokensChosen = words.Sum(word => word.IsChosen ? word.Length : 0);
        double ordinary = words.Sum(word => word.Length);
        Assert.InRange(words.Count(word => word.IsChosen) - (0.15 * words.Count), -Bound(words.Count, 0.15), Bound(words.Count, 0.15));
        Assert.InRange(tokensChosen - (0.15 * ordinary), -BoundOf(words), BoundOf(words));
        Assert.InRange(rows.Count(row => tokens[row] == Mask) - (0.8 * rows.Count), -Bound(rows.Count, 0.8), Bound(rows.Count, 0.8));
        Assert.InRange(rows.Count(row => tokens[row] == original[row]) - (0.1 * rows.Count), -Bound(rows.Count, 0.11), Bound(rows.Count, 0.11));
        Assert.Equal(rows.Order(), rows);
        Assert.Equal(rows.Select(row => (long)original[row]), targets);

        static double Bound(int count, double chance) => 5 * Math.Sqrt(count * chance * (1 - chance));
        static double BoundOf(List<(int Length, bool IsChosen)> words) => 5 * Math.Sqrt(words.Sum(word => (double)word.Length * word.Length) * 0.15 * 0.85);
    }

    [Fact]
    public void Apply_HidesTheSameTokens_WhenEveryTokenIsAWord()
    {
        int[] tokens = [.. Enumerable.Range(0, 5000).Select(i => i % 10 == 0 ? 2 : 5 + (i % 995))];
        int[] sameTokens = [.. tokens];
        bool[] beginsWord = new bool[tokens.Length];
        beginsWord.AsSpan().Fill(true);
        SplitMix64 random = new(11);
        SplitMix64 sameRandom = new(11);
        List<long> rows = [];
        List<long> sameRows = [];

        new TokenMasking(0.15, Mask, Special).Apply(tokens, [], ref random, rows, []);
        new TokenMasking(0.15, Mask, Special).Apply(sameTokens, beginsWord, ref sameRandom, sameRows, []);

        Assert.Equal(tokens, sameTokens);
        Assert.Equal(rows, sameRows);
    }

    [Fact]
    public void Apply_HidesAtLeastOneWord_WhenOneCanBeHidden()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            int[] tokens = [2, 17, 18, 19, 3];
            List<long> rows = [];
            SplitMix64 random = new(seed);

            new TokenMasking(0.01, Mask, Special).Apply(tokens, [true, true, false, false, true], ref random, rows, []);

            Assert.Equal([1, 2, 3], rows);
        }
    }
}
