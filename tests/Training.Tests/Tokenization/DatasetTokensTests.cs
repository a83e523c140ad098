using Hone.Domain.Datasets;
using Hone.Domain.Tasks;
using Hone.Training.Tests.Text;
using Hone.Training.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public sealed class DatasetTokensTests
{
    [Theory]
    [InlineData(TaskKind.TextClassification, """{"text":"abc","label":"x"}""", """{"text":"a","label":"y"}""", 5)]
    [InlineData(TaskKind.TextClassification, """{"text":"abc","textPair":"de","label":"x"}""", """{"text":"a","textPair":"b","label":"y"}""", 8)]
    [InlineData(TaskKind.SentenceSimilarity, """{"text":"abc","textPair":"de","score":1}""", """{"text":"a","textPair":"b","score":2}""", 5)]
    [InlineData(TaskKind.TextGeneration, """{"prompt":"ab","completion":"cde"}""", """{"prompt":"a","completion":"b"}""", 6)]
    [InlineData(TaskKind.TokenClassification, """{"tokens":["abc"],"tags":["B-x"]}""", """{"tokens":["a"],"tags":["B-x"]}""", 5)]
    [InlineData(TaskKind.SemanticRoleLabeling, """{"words":["abc"],"verbs":[{"index":0,"tags":["B-V"]}]}""", """{"words":["a"],"verbs":[]}""", 5)]
    public async Task Report_CountsTokensWithThoseThatAModelPutsAround(TaskKind task, string longer, string shorter, int expected)
    {
        TokenReport report = await ReportAsync(GoldenTokenizers.Char, task, 100, longer, shorter);

        Assert.Equal(expected, report.Lengths[SplitName.Train].Maximum);
        Assert.Equal((2, 2, "m", 3), (report.Rows, report.Of, report.Model, report.Version));
        Assert.Equal(task is TaskKind.TokenClassification or TaskKind.SemanticRoleLabeling, report.SpansThatCutTokens is not null);
    }

    [Fact]
    public async Task Report_NamesSpansThatEndWithinAToken()
    {
        string[] rows =
        [
            """{"text":"them the","entities":[{"start":0,"end":4,"label":"x"},{"start":5,"end":8,"label":"y"}]}""",
            """{"text":"see the","entities":[{"start":4,"end":6,"label":"z"}]}""",
        ];

        TokenReport report = await ReportAsync(GoldenTokenizers.Uncased, TaskKind.TokenClassification, 100, rows);
        TokenReport spelled = await ReportAsync(GoldenTokenizers.Char, TaskKind.TokenClassification, 100, rows);

        Assert.Equal([new CutToken(SplitName.Train, 2, "z", "th", "the", "see the")], report.CutTokens!);
        Assert.Equal((1, 0), (report.SpansThatCutTokens, spelled.SpansThatCutTokens));
    }

    [Fact]
    public async Task Report_TakesTheSpaceThatGoesWithATokenForNoPartOfIt()
    {
        TokenReport report = await ReportAsync(GoldenTokenizers.ByteBpe, TaskKind.TokenClassification, 100, """{"tokens":["see","the","end"],"tags":["O","B-x","O"]}""");

        Assert.Equal(0, report.SpansThatCutTokens);
    }

    [Fact]
    public async Task Report_DrawsRows_WhereThereAreMany()
    {
        string[] rows = [.. Enumerable.Range(0, 100).Select(row => $$"""{"text":"{{new string('a', row + 1)}}","label":"{{row % 2}}"}""")];

        TokenReport drawn = await ReportAsync(GoldenTokenizers.Char, TaskKind.TextClassification, 30, rows);
        TokenReport again = await ReportAsync(GoldenTokenizers.Char, TaskKind.TextClassification, 30, rows);

        Assert.Equal((30, 100), (drawn.Rows, drawn.Of));
        Assert.Equal(drawn.Lengths[SplitName.Train].Mean, again.Lengths[SplitName.Train].Mean);
        Assert.InRange(drawn.Lengths[SplitName.Train].Mean, 35, 70);
    }

    private static async Task<TokenReport> ReportAsync(Tokenizer tokenizer, TaskKind task, int limit, params string[] rows)
    {
        using UploadedDataset dataset = new() { Task = task };
        dataset.With(SplitName.Train, DatasetFormat.Jsonl, string.Join('\n', rows));
        DatasetContents contents = await dataset.CanonicalizeAsync();
        DatasetSplit split = new(SplitName.Train, contents.Rows[SplitName.Train], 0, "");
        return new DatasetTokens(tokenizer, task, limit).Report("m", 3, [split], _ => File.OpenRead(dataset.Path(split.Name)), CancellationToken.None);
    }
}
