using Hone.Domain.Datasets;
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
        Assert.Equal(new LengthSummary(3, 13.0 / 3, 5, 5, 5), report.Lengths[SplitName.Train]);
        Assert.Equal(new LengthSummary(4, 4, 4, 4, 4), report.Lengths[SplitName.Test]);
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

        DatasetWarning warning = Assert.Single(report.Warnings, warning => warning.Code == code);
        Assert.Equal(count, warning.Count);
        Assert.Equal(rows, string.Join(' ', warning.Rows.Select(row => $"{row.Split}:{row.Line}")));
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

    private static async Task<DatasetReport> ReportAsync(string train, string test)
    {
        using UploadedDataset dataset = new() { Limits = new DatasetLimits { LongTextCharacters = 10, RareLabelRows = 2 } };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "text,label\n" + train).With(SplitName.Test, DatasetFormat.Csv, "text,label\n" + test);
        return (await dataset.CanonicalizeAsync()).Report;
    }
}
