using Hone.Domain.Datasets;
using Hone.Domain.Tasks;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public class DatasetReportTests
{
    [Fact]
    public async Task Report_CountsLabelsAndLengths_PerSplit()
    {
        DatasetReport report = await ReportAsync("one 👍,x\ntwo,x\nthree,y\n", "four,x\n");

        Assert.Equal(["x", "y"], report.Labels.Keys);
        Assert.Equal((2, 1), (report.Labels["x"][SplitName.Train], report.Labels["x"][SplitName.Test]));
        Assert.Equal((1, 0), (report.Labels["y"][SplitName.Train], report.Labels["y"][SplitName.Test]));
        AssertLengths((3, 13.0 / 3, 5, 5), report.Lengths[SplitName.Train]);
        AssertLengths((4, 4, 4, 4), report.Lengths[SplitName.Test]);
        AssertLengths((1, 4.0 / 3, 1, 2), report.Words![SplitName.Train]);
    }

    [Fact]
    public async Task Report_CountsRowsThatUsualSequencesCut()
    {
        DatasetReport report = await ReportAsync($"{Words(64)},x\n{Words(65)},x\n{Words(300)},y\n", $"{Words(600)},x\n");

        Assert.Equal([("64", 2), ("128", 1), ("256", 1), ("512", 0)], report.Words![SplitName.Train].LongerThan!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([("64", 1), ("128", 1), ("256", 1), ("512", 1)], report.Words[SplitName.Test].LongerThan!.Select(pair => (pair.Key, pair.Value)));
        Assert.Null(report.Lengths[SplitName.Train].LongerThan);

        static string Words(int count) => string.Join(' ', Enumerable.Range(0, count));
    }

    [Fact]
    public async Task Report_NamesRows_ByTheirNumbersAndTheBeginningsOfTheirTexts()
    {
        DatasetReport report = await ReportAsync($"a,x\nb,y\n,x\n\"two\n lines {new string('z', 200)}\",x\n", "c,x\na,y\n");

        RowReference cut = Assert.Single(Assert.Single(report.Warnings, warning => warning.Code == "long-text").Rows);
        Assert.Equal((SplitName.Train, 5, 3, $"two lines {new string('z', 110)}…"), (cut.Split, cut.Line, cut.Number, cut.Text));
        RowReference repeated = Assert.Single(Assert.Single(report.Warnings, warning => warning.Code == "duplicate-across-splits").Rows);
        Assert.Equal((SplitName.Test, 3, 2, "a"), (repeated.Split, repeated.Line, repeated.Number, repeated.Text));
    }

    [Theory]
    [InlineData("duplicate-within-split", "a,x\nb,y\na,x\na,x\n", "c,x\nd,y\n", 2, "Train:4 Train:5")]
    [InlineData("duplicate-across-splits", "a,x\nb,y\n", "c,x\nb,y\na,x\n", 2, "Test:3 Test:4")]
    [InlineData("conflicting-labels", "a,x\nb,y\na,y\n", "b,x\nc,y\n", 4, "Train:2 Train:3 Train:4 Test:2")]
    [InlineData("empty-text", "a,x\n,y\n\" \n\",y\nb,y\n", "c,x\nd,y\n,x\n", 3, "Train:3 Train:4 Test:4")]
    [InlineData("long-text", "a,x\nb,y\nccccccccccc,x\n", "c,x\nd,y\n", 1, "Train:4")]
    [InlineData("rare-label", "a,x\nb,y\nc,x\n", "d,x\ne,y\n", 1, "Train:3")]
    [InlineData("missing-label", "a,x\nb,y\nc,z\n", "c,x\n", 2, "")]
    [InlineData("empty-split", "a,x\nb,y\n", "c,x\nd,y\n", 0, "")]
    public async Task Report_WarnsOf(string code, string train, string test, int count, string rows)
    {
        DatasetReport report = await ReportAsync(train, test);

        AssertWarns(report, code, count, rows);
    }

    [Fact]
    public async Task Report_WarnsOfNothing_WhenNothingIsOdd()
    {
        using UploadedDataset dataset = new() { Limits = new DatasetLimits { RareLabelRows = 2 }, Split = new SplitOptions { Validation = 0.2, Test = 0.2 } };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"text {i},{i % 2}\n")));

        DatasetContents contents = await dataset.CanonicalizeAsync();

        Assert.Empty(contents.Report.Warnings);
        Assert.Equal([(SplitName.Train, 24), (SplitName.Validation, 8), (SplitName.Test, 8)], contents.Rows.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Report_ListsTheFirstRowsOnly_AndCountsAll()
    {
        DatasetReport report = await ReportAsync("a,x\nb,y\n" + string.Concat(Enumerable.Repeat("a,x\n", 50)), "c,x\n");

        DatasetWarning warning = Assert.Single(report.Warnings, warning => warning.Code == "duplicate-within-split");
        Assert.Equal((50, 10), (warning.Count, warning.Rows.Count));
    }

    [Fact]
    public async Task Report_CountsSpansAndWords_OfTasksThatHaveThem()
    {
        DatasetReport report = await ReportAsync(TaskKind.TokenClassification, DatasetFormat.Conll, "a B-x\nb B-x\nc B-y\n\nd O\n", "e B-y\nf I-y\n");

        Assert.Equal((1, 0), (report.Labels["x"][SplitName.Train], report.Labels["x"][SplitName.Test]));
        Assert.Equal((2, 0, 1, 1), (report.Spans!["x"][SplitName.Train], report.Spans["x"][SplitName.Test], report.Spans["y"][SplitName.Train], report.Spans["y"][SplitName.Test]));
        AssertLengths((1, 2, 1, 3), report.Words![SplitName.Train]);
        AssertLengths((3, 3, 3, 3), report.Lengths[SplitName.Test]);
    }

    [Theory]
    [InlineData("repaired-tags", "a B-x\n\nb I-x\n\nc B-x\nd I-y\n", "e B-x\n\nf O\ng I-y\n", 3, "Train:3 Train:5 Test:3")]
    [InlineData("conflicting-labels", "a B-x\nb O\n\na B-x\nb B-x\n", "a B-x\nb O\n", 3, "Train:1 Train:4 Test:1")]
    [InlineData("rare-label", "a B-x\n\nb B-x\n\nc B-x\nd B-y\n", "e B-x\n", 1, "Train:5")]
    public async Task Report_OfTags_WarnsOf(string code, string train, string test, int count, string rows) =>
        AssertWarns(await ReportAsync(TaskKind.TokenClassification, DatasetFormat.Conll, train, test), code, count, rows);

    [Theory]
    [InlineData("span-cuts-word", """{"text":"abcd","entities":[{"start":1,"end":3,"label":"x"}]}""", 1, "Train:1")]
    [InlineData("span-trimmed", """{"text":"ab cd","entities":[{"start":2,"end":5,"label":"x"}]}""", 1, "Train:1")]
    public async Task Report_OfSpans_WarnsOf(string code, string train, int count, string rows) =>
        AssertWarns(await ReportAsync(TaskKind.TokenClassification, DatasetFormat.Jsonl, train, """{"text":"a","entities":[]}"""), code, count, rows);

    [Fact]
    public async Task Report_OfRoles_WarnsOfThoseThatTrainLacks()
    {
        const string train = """{"words":["a","b"],"verbs":[{"index":1,"tags":["B-ARG0","B-V"]}]}""";
        const string test = """{"words":["c","d"],"verbs":[{"index":1,"tags":["B-ARG5","B-V"]}]}""";

        AssertWarns(await ReportAsync(TaskKind.SemanticRoleLabeling, DatasetFormat.Jsonl, train, test), "unlearnt-label", 1, "Test:1");
    }

    [Fact]
    public async Task Report_WarnsOfALabelThatNearlyAllRowsHave()
    {
        DatasetReport report = await ReportAsync(string.Concat(Enumerable.Range(0, 9).Select(i => $"text {i},x\n")) + "z,y\n", "t,x\n");

        AssertWarns(report, "skewed-labels", 9, "Train:2 Train:3 Train:4 Train:5 Train:6 Train:7 Train:8 Train:9 Train:10");
    }

    [Fact]
    public async Task Report_WarnsOfASplitWithOtherLabelsThanTrain()
    {
        string train = string.Concat(Enumerable.Range(0, 60).Select(i => $"train {i},{(i % 3 == 0 ? "x" : "y")}\n"));
        string test = string.Concat(Enumerable.Range(0, 60).Select(i => $"test {i},{(i % 3 == 0 ? "y" : "x")}\n"));

        AssertWarns(await ReportAsync(train, test), "label-shift", 40, "Test:3 Test:4 Test:6 Test:7 Test:9 Test:10 Test:12 Test:13 Test:15 Test:16");
        Assert.DoesNotContain((await ReportAsync(train, train)).Warnings, warning => warning.Code == "label-shift");
    }

    private static void AssertLengths((long Minimum, double Mean, long Median, long Highest) expected, LengthSummary lengths)
    {
        Assert.Equal(expected, (lengths.Minimum, lengths.Mean, lengths.Median, lengths.Maximum));
        Assert.Equal((expected.Highest, expected.Highest, expected.Highest), (lengths.Percentile90, lengths.Percentile95, lengths.Percentile99));
    }

    private static void AssertWarns(DatasetReport report, string code, int count, string rows)
    {
        DatasetWarning warning = Assert.Single(report.Warnings, warning => warning.Code == code);
        Assert.Equal((count, rows), (warning.Count, string.Join(' ', warning.Rows.Select(row => $"{row.Split}:{row.Line}"))));
    }

    private static async Task<DatasetReport> ReportAsync(TaskKind task, DatasetFormat format, string train, string test)
    {
        using UploadedDataset dataset = new() { Task = task, Limits = new DatasetLimits { RareLabelRows = 2 } };
        dataset.With(SplitName.Train, format, train).With(SplitName.Test, format, test);
        return (await dataset.CanonicalizeAsync()).Report;
    }

    private static async Task<DatasetReport> ReportAsync(string train, string test)
    {
        using UploadedDataset dataset = new() { Limits = new DatasetLimits { LongTextCharacters = 10, RareLabelRows = 2 } };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "text,label\n" + train).With(SplitName.Test, DatasetFormat.Csv, "text,label\n" + test);
        return (await dataset.CanonicalizeAsync()).Report;
    }
}
