using Hone.Api.Quickstart;
using Hone.Domain.Datasets;

namespace Hone.Api.Tests.Quickstart;

/// <summary>Laws of the quickstart's texts, on the documentation of the SDK that runs the tests.</summary>
public sealed class QuickstartDataTests(QuickstartDataTests.Installed installed) : IClassFixture<QuickstartDataTests.Installed>
{
    private readonly QuickstartData data = installed.Data;

    [Fact]
    public void Corpus_HoldsDistinctPlainTexts()
    {
        Assert.True(data.Corpus.Count > 50_000, $"{data.Corpus.Count} documents");
        Assert.Distinct(data.Corpus);
        Assert.All(data.Corpus, text =>
        {
            Assert.DoesNotContain("cref=", text, StringComparison.Ordinal);
            Assert.DoesNotContain("</para>", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', text);
            Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Corpus_HoldsNoTextOfValidationOrTest()
    {
        string corpus = string.Join('\n', data.Corpus);
        IEnumerable<AreaExample> sample = data.Examples[SplitName.Validation].Concat(data.Examples[SplitName.Test]).Where((_, index) => index % 20 == 0);

        Assert.DoesNotContain(sample, example => corpus.Contains(example.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SplitName.Train, 20)]
    [InlineData(SplitName.Validation, 20)]
    [InlineData(SplitName.Test, 100)]
    public void Examples_AreBalancedOverTwentyAreas(SplitName split, int rows)
    {
        Dictionary<string, int> counts = data.Examples[split].CountBy(example => example.Label).ToDictionary();

        Assert.Equal(20, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(rows, count));
    }

    [Fact]
    public void Examples_AreInOneSplitOnly() =>
        Assert.Distinct(data.Examples.Values.SelectMany(examples => examples).Select(example => TextKey.Of(example.Text)));

    [Fact]
    public void Examples_DoNotNameTheirLabel() =>
        Assert.DoesNotContain(data.Examples.Values.SelectMany(examples => examples), example => example.Text.Contains(example.Label, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Examples_OfTestAreAboutOtherTypesThanThoseOfTrain()
    {
        ILookup<string, string> typesOfText = installed.Texts
            .Where(text => text.IsSummary)
            .ToLookup(text => text.Text, text => DocumentationId.TypeOf(text.Member));
        HashSet<string> trained = [.. data.Examples[SplitName.Train].SelectMany(example => typesOfText[example.Text])];

        Assert.DoesNotContain(data.Examples[SplitName.Test], example => typesOfText[example.Text].Any(trained.Contains));
    }

    [Fact]
    public void Sample_WithMoreRowsToTrainOn_KeepsThoseThatThereWere_AndAddsNoneOfATypeThatIsJudgedOn()
    {
        IReadOnlyDictionary<SplitName, IReadOnlyList<AreaExample>> more = AreaSampling.Sample(installed.Texts, int.MaxValue);
        ILookup<string, string> typesOfText = installed.Texts
            .Where(text => text.IsSummary)
            .ToLookup(text => text.Text, text => DocumentationId.TypeOf(text.Member));
        HashSet<string> judged = [.. more[SplitName.Test].Concat(more[SplitName.Validation]).SelectMany(example => typesOfText[example.Text])];

        Assert.Equal(data.Examples[SplitName.Test], more[SplitName.Test]);
        Assert.Equal(data.Examples[SplitName.Validation], more[SplitName.Validation]);
        Assert.Superset(data.Examples[SplitName.Train].ToHashSet(), more[SplitName.Train].ToHashSet());
        Assert.All(more[SplitName.Train].CountBy(example => example.Label), area => Assert.InRange(area.Value, 50, int.MaxValue));
        Assert.Distinct(more.Values.SelectMany(examples => examples).Select(example => TextKey.Of(example.Text)));
        Assert.DoesNotContain(more[SplitName.Train], example => typesOfText[example.Text].Any(judged.Contains));
    }

    [Fact]
    public void From_GivesTheSameTwice()
    {
        QuickstartData again = QuickstartData.From(installed.Texts);

        Assert.Equal(data.Corpus, again.Corpus);
        Assert.Equal(data.Examples[SplitName.Test], again.Examples[SplitName.Test]);
        Assert.Equal(data.Examples[SplitName.Train], again.Examples[SplitName.Train]);
    }

    public sealed class Installed
    {
        public Installed()
        {
            Texts = [.. ReferencePacks.FindDocumentation().SelectMany(DocumentationReader.Read)];
            Data = QuickstartData.From(Texts);
        }

        internal IReadOnlyList<DocumentationText> Texts { get; }

        internal QuickstartData Data { get; }
    }
}
