using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Tests.Reporting;

public sealed class ReportTests : IDisposable
{
    private static readonly Machine Here = new("a processor", 2, "an operating system", "a runtime", "libraries");

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Put_KeepsRowsOfEarlierSittings_AndReplacesThoseMeasuredAgain()
    {
        string page = folder.File("page.md");
        Report<Row> first = Report<Row>.Open(page, "speed");
        first.Put(Measured("a", 1));
        first.Put(Measured("b", 2));

        Report<Row> second = Report<Row>.Open(page, "speed");
        second.Put(Measured("a", 3));
        second.Put(Measured("c", 4));

        Assert.Equal([("a", 3), ("b", 2), ("c", 4)], Report<Row>.Open(page, "speed").Rows.Select(row => (row.Name, row.Value)));
        Assert.Equal(Here, Report<Row>.Open(page, "speed").Rows[1].Machine);
        Assert.Empty(Report<Row>.Open(page, "quality").Rows);
    }

    [Fact]
    public void WritePage_LeavesWhatPeopleWroteAsItIs()
    {
        string page = folder.File("page.md");
        File.WriteAllText(page, "# Speed\n\nBefore.\n");
        Report<Row> report = Report<Row>.Open(page, "speed");
        report.Put(Measured("a", 1));
        report.WritePage(_ => "| old |");
        File.AppendAllText(page, "\nBehind.\n");

        report.WritePage(rows => MarkdownTable.Write([new Column<Row>("name", row => row.Name, IsNumber: false), new Column<Row>("value", row => $"{row.Value}")], rows));

        string written = File.ReadAllText(page);
        Assert.StartsWith("# Speed\n\nBefore.\n", written);
        Assert.EndsWith("\nBehind.\n", written);
        Assert.Contains("| name | value |\n| --- | ---: |\n| a | 1 |", written);
        Assert.Contains("2026-01-02 on a processor, 2 logical processors", written);
        Assert.DoesNotContain("old", written);
    }

    private static Row Measured(string name, int value) =>
        new() { Name = name, Value = value, MeasuredAt = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), Machine = Here, Seed = 1, Minutes = 0.5 };

    private sealed record Row : ReportRow
    {
        public override string Key => Name;

        public required string Name { get; init; }

        public required int Value { get; init; }
    }
}
