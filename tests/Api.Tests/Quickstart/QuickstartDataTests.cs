using System.Text.Json;
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
        IEnumerable<string> sample = new[] { SplitName.Validation, SplitName.Test }
            .SelectMany(split => data.Examples[split].Select(example => example.Text).Concat(data.Mentions[split].Select(example => example.Text)))
            .Where((_, index) => index % 20 == 0);

        Assert.DoesNotContain(sample, text => corpus.Contains(text, StringComparison.Ordinal));
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

    [Theory]
    [InlineData(SplitName.Train, 400)]
    [InlineData(SplitName.Validation, 400)]
    [InlineData(SplitName.Test, 2000)]
    public void Mentions_AreOfEveryKind_InEveryPart(SplitName split, int sentences)
    {
        Assert.Equal(sentences, data.Mentions[split].Count);
        Assert.Equal(Mention.Labels.Order(), data.Mentions[split].SelectMany(example => example.Mentions).Select(mention => mention.Label).Distinct().Order());
    }

    [Fact]
    public void Mentions_AreWholeWords() => Assert.All(data.Mentions.Values.SelectMany(examples => examples), example => Assert.All(example.Mentions, mention =>
    {
        Assert.True(example.Text[mention.Start..mention.End].All(char.IsLetterOrDigit), example.Text);
        Assert.False(mention.Start > 0 && char.IsLetterOrDigit(example.Text[mention.Start - 1]), example.Text);
        Assert.False(mention.End < example.Text.Length && char.IsLetterOrDigit(example.Text[mention.End]), example.Text);
    }));

    [Fact]
    public void Mentions_StandInSentencesThatDifferInMoreThanNames() =>
        Assert.Distinct(data.Mentions.Values.SelectMany(examples => examples).Select(example => TextKey.Of(string.Concat(
            example.Mentions.Select((mention, index) => example.Text[(index == 0 ? 0 : example.Mentions[index - 1].End)..mention.Start])
                .Append(example.Text[example.Mentions[^1].End..])))));

    [Fact]
    public void Mentions_OfTestAreAboutOtherTypesThanThoseOfTrain()
    {
        DeclaringTypes types = new(installed.Texts);
        ILookup<string, string> typesOfText = installed.Texts.ToLookup(text => text.Text, text => types.OutermostOf(text.Member));
        HashSet<string> trained = [.. data.Mentions[SplitName.Train].SelectMany(example => typesOfText[example.Text])];

        Assert.DoesNotContain(data.Mentions[SplitName.Test], example => typesOfText[example.Text].Any(trained.Contains));
    }

    [Fact]
    public void MentionExample_CountsCodePoints()
    {
        using JsonDocument row = JsonDocument.Parse(new MentionExample("\U0001F600 x", [new Mention(3, 4, "parameter")]).ToJson());

        Assert.Equal("\U0001F600 x", row.RootElement.GetProperty("text").GetString());
        Assert.Equal("""[{"start":2,"end":3,"label":"parameter"}]""", row.RootElement.GetProperty("entities").GetRawText());
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
        Assert.Equal(data.Mentions[SplitName.Test].Select(example => example.ToJson()), again.Mentions[SplitName.Test].Select(example => example.ToJson()));
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
