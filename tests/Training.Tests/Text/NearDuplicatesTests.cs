using CsCheck;
using Hone.Domain.Datasets;
using Hone.Training.Data;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public sealed class NearDuplicatesTests
{
    private const string Fox = "The quick brown fox jumps over the lazy dog, and nobody knows why it does so every single morning.";

    /// <summary>Sentences of made-up words, some of them with a word of another changed.</summary>
    private static readonly Gen<string[]> Texts = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 30]).Array[1, 40].Select(picks => picks.Select(pick => Sentence(pick.Item1, pick.Item2)).ToArray());

    [Theory]
    [InlineData("the quick brown fox jumps over the lazy dog and nobody knows why it does so every single morning", true)] // case, punctuation
    [InlineData("The quick brown fox jumps over the lazy dog, and nobody knows why it does so every single morning!!!", true)]
    [InlineData("The  quick\nbrown fox jumps over the lazy dog, and nobody knows why it does so every single mornings.", true)]
    [InlineData("The quick brown fox jumps over the lazy cat, and somebody knows why it did so on this cold evening.", false)]
    [InlineData("Nothing here has anything to do with what was said above, as every reader is able to see at once.", false)]
    public void Gather_TakesTogether_WhatIsNearlyTheSame(string other, bool same) => Assert.Equal(same ? 1 : 2, Gather([Fox, other]).Count);

    [Theory]
    [InlineData("text 1", "text 2", false)]
    [InlineData("Good!", "good", true)]
    [InlineData("!", "?", false)]
    [InlineData("无可奈何花落去，似曾相识燕归来。小园香径独徘徊，一曲新词酒一杯。", "无可奈何花落去、似曾相识燕归来、小园香径独徘徊、一曲新词酒一杯", true)]
    public void Gather_TakesShortTextsTogether_OnlyWhenTheirLettersAreTheSame(string one, string other, bool same) => Assert.Equal(same ? 1 : 2, Gather([one, other]).Count);

    [Fact]
    public void Gather_DoesNotDependOnTheOrderOfRows() => Gen.Select(Texts, Gen.Int).Sample((texts, seed) =>
    {
        string[] shuffled = [.. texts];
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Partition(texts), Partition(shuffled));
    }, iter: 30);

    [Fact]
    public void Gather_KeepsTheSameTextTogether() => Texts.Sample(texts =>
    {
        TextGroups groups = Gather(texts);
        Dictionary<string, int> groupOf = [];
        for (int group = 0; group < groups.Count; group++)
        {
            foreach (int row in groups[group])
            {
                Assert.Equal(group, groupOf.GetValueOrDefault(texts[row], group));
                groupOf[texts[row]] = group;
            }
        }

        Assert.Equal(texts.Distinct().Count(), groupOf.Count);
    }, iter: 30);

    [Fact]
    public void Signature_EstimatesHowManyShinglesAreShared()
    {
        // Half of the letters in common, in one piece: the share of common shingles is known.
        string one = string.Concat(Enumerable.Range(0, 600).Select(i => (char)('a' + (SplitMix64.Mix((ulong)i) % 26))));
        string other = one[..400] + string.Concat(Enumerable.Range(0, 200).Select(i => (char)('a' + (SplitMix64.Mix((ulong)i + 1000) % 26))));
        const double shared = 396.0 / (596 + 596 - 396);

        double estimate = TextSignature.CountSame(TextSignature.Of(one), TextSignature.Of(other)) / (double)TextSignature.Size;

        Assert.InRange(estimate, shared - 0.25, shared + 0.25);
        Assert.Equal(TextSignature.Size, TextSignature.CountSame(TextSignature.Of(one), TextSignature.Of(one)));
    }

    [Fact]
    public void Gather_SeeksNothing_AmongTooManyRows()
    {
        NearDuplicates few = new(limit: 1);
        few.Add(Fox);
        few.Add(Fox.ToUpperInvariant());

        Assert.True(few.GaveUp);
        Assert.Equal(2, few.Gather(Exact([Fox, Fox.ToUpperInvariant()])).Count);
    }

    [Fact]
    public void Bound_SeparatesLargeGroupsAgain()
    {
        string[] texts = [.. Enumerable.Range(0, 30).Select(i => $"{Fox} {Fox} Number {i}")];
        TextGroups similar = Gather(texts);

        Assert.Equal(1, similar.Count);
        Assert.Equal(30, NearDuplicates.Bound(similar, Exact(texts)).Count);
        Assert.Equal(1, NearDuplicates.Bound(Gather(texts[..10]), Exact(texts[..10])).Count);
    }

    [Fact]
    public async Task NearlyIdenticalTexts_StayInOneSplit_AndAreReportedWhereTheyWereUploadedApart()
    {
        using UploadedDataset together = new() { Split = new SplitOptions { Validation = 0.3, Test = 0.3 } };
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => $"{Sentence(i / 3, 30)}{new string('!', i % 3)}")];
        together.With(SplitName.Train, DatasetFormat.Csv, "text,label\n" + string.Concat(texts.Select((text, i) => $"{text},{i / 3 % 2}\n")));

        DatasetContents contents = await together.CanonicalizeAsync();

        Assert.DoesNotContain(contents.Report.Warnings, warning => warning.Code.EndsWith("across-splits", StringComparison.Ordinal));
        Assert.Equal(3, contents.Rows.Count);

        using UploadedDataset apart = new();
        apart.With(SplitName.Train, DatasetFormat.Csv, $"text,label\n\"{Fox}\",x\nother,y\n\"{Fox}!\",x\n").With(SplitName.Test, DatasetFormat.Csv, $"text,label\n\"{Fox.ToLowerInvariant()}\",x\n\"{Fox}\",x\n");

        DatasetReport report = (await apart.CanonicalizeAsync()).Report;

        AssertWarns(report, "duplicate-across-splits", "Test:3");
        AssertWarns(report, "near-duplicate-across-splits", "Test:2");
        AssertWarns(report, "near-duplicate-within-split", "Train:4");
    }

    private static void AssertWarns(DatasetReport report, string code, string rows) =>
        Assert.Equal(rows, string.Join(' ', Assert.Single(report.Warnings, warning => warning.Code == code).Rows.Select(row => $"{row.Split}:{row.Line}")));

    private static string Sentence(int topic, int changed) =>
        string.Join(' ', Enumerable.Range(0, 24).Select(word => $"w{SplitMix64.Mix((ulong)(word == changed ? 7919 : (100 * topic) + word)) % 10_000}"));

    private static TextGroups Gather(IReadOnlyList<string> texts)
    {
        NearDuplicates duplicates = new(limit: 1000);
        foreach (string text in texts)
        {
            duplicates.Add(text);
        }

        return duplicates.Gather(Exact(texts));
    }

    private static TextGroups Exact(IReadOnlyList<string> texts) => new([.. texts.Select(ExampleFacts.Hash)]);

    /// <summary>Which texts are together, however their rows are numbered.</summary>
    private static string[] Partition(string[] texts)
    {
        TextGroups groups = Gather(texts);
        return [.. Enumerable.Range(0, groups.Count).Select(group => string.Join('|', groups[group].ToArray().Select(row => texts[row]).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];
    }
}
