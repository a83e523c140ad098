using Hone.Domain.Datasets;
using Hone.Domain.Tasks;
using Hone.Training.Data;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text.Noise;

public class LabelNoiseTests
{
    private static readonly string[] Topics = ["river water boat fish rain", "engine wheel road fuel brake", "piano chord song violin choir"];

    [Fact]
    public async Task Noise_FindsTheLabelsThatWereChanged()
    {
        List<(string Text, string Label)> rows = Rows(300);
        int[] changed = [7, 50, 121, 202, 290];
        string[] truth = [.. changed.Select(row => rows[row].Label)];
        foreach (int row in changed)
        {
            rows[row] = (rows[row].Text, rows[row].Label == "label-0" ? "label-1" : "label-0");
        }

        DatasetReport report = await ReportAsync(rows, new DatasetLimits());

        Assert.Equal((300, 300, changed.Length), (report.Noise!.Rows, report.Noise.Of, report.Noise.Count));
        Assert.Equal(changed.Select(row => rows[row]).Zip(truth).Order(), report.Noise.Labels.Select(label => ((label.Row.Text!, label.Label), label.Expected)).Order());
        Assert.All(report.Noise.Labels, label => Assert.True(label.ExpectedProbability >= 10 * label.Probability));
        DatasetWarning warning = Assert.Single(report.Warnings, warning => warning.Code == "suspicious-label");
        Assert.Equal(report.Noise.Labels.Select(label => label.Row), warning.Rows);
    }

    [Fact]
    public async Task Noise_DoesNotDependOnTheOrderOfRows()
    {
        List<(string Text, string Label)> rows = [.. Rows(240).Select((row, i) => i % 20 == 0 ? (row.Text, "label-2") : row)];
        (string, string)[] shuffled = [.. rows];
        new SplitMix64(5).Shuffle<(string, string)>(shuffled);

        LabelNoise one = (await ReportAsync(rows, new DatasetLimits { LabelNoiseRows = 200 })).Noise!;
        LabelNoise other = (await ReportAsync([.. shuffled], new DatasetLimits { LabelNoiseRows = 200 })).Noise!;

        Assert.Equal((200, 240), (one.Rows, one.Of));
        Assert.NotEqual(0, one.Count);
        Assert.Equal(one.Labels.Select(label => (label.Row.Text, label.Expected, label.Probability)), other.Labels.Select(label => (label.Row.Text, label.Expected, label.Probability)));
    }

    [Fact]
    public async Task Noise_FindsNothing_WhereLabelsHaveNothingToDoWithTexts()
    {
        SplitMix64 random = new(3);
        DatasetReport report = await ReportAsync([.. Rows(300).Select(row => (row.Text, $"label-{random.NextInt(2)}"))], new DatasetLimits());

        Assert.Equal(0, report.Noise!.Count);
        Assert.DoesNotContain(report.Warnings, warning => warning.Code == "suspicious-label");
    }

    [Theory]
    [InlineData(60, 20_000)]
    [InlineData(300, 0)]
    public async Task Noise_IsNotSought_AmongFewRowsOrWhereItIsNotWanted(int rows, int limit) =>
        Assert.Null((await ReportAsync(Rows(rows), new DatasetLimits { LabelNoiseRows = limit })).Noise);

    [Fact]
    public async Task Noise_OfSpans_FindsWordsTaggedUnlikeTheSameElsewhere()
    {
        string[] sentences = [.. Enumerable.Range(0, 12).Select(i => (i % 12) switch
        {
            4 => "see O\nNew O\nYork O\n\n",
            9 => $"in{i} O\nNew B-person\nYork I-person\n\n",
            _ => $"in{i} O\nNew B-place\nYork I-place\n\n",
        })];
        string[] more = [.. Enumerable.Range(12, 12).Select(i => $"in{i} O\nNew B-place\nYork I-place\nTimes O\n\n")];

        LabelNoise few = await NoiseAsync(sentences); // ten of twelve are not nearly all
        LabelNoise many = await NoiseAsync([.. sentences, .. more]);

        Assert.Equal(0, few.Count);
        Assert.Equal(
            [("New York", "O", "place", 5), ("New York", "person", "place", 10)],
            many.Labels.Select(label => (label.Words!, label.Label, label.Expected, (int)label.Row.Number!)));

        static async Task<LabelNoise> NoiseAsync(string[] sentences)
        {
            using UploadedDataset dataset = new() { Task = TaskKind.TokenClassification };
            dataset.With(SplitName.Train, DatasetFormat.Conll, string.Concat(sentences));
            return (await dataset.CanonicalizeAsync()).Report.Noise!;
        }
    }

    private static List<(string Text, string Label)> Rows(int count)
    {
        SplitMix64 random = new(1);
        return
        [
            .. Enumerable.Range(0, count).Select(row =>
            {
                string[] words = Topics[row % Topics.Length].Split(' ');
                return ($"the {words[random.NextInt(5)]} {words[random.NextInt(5)]} and {words[random.NextInt(5)]} {random.NextInt(1000)}", $"label-{row % Topics.Length}");
            }),
        ];
    }

    private static async Task<DatasetReport> ReportAsync(List<(string Text, string Label)> rows, DatasetLimits limits)
    {
        using UploadedDataset dataset = new() { Limits = limits };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "text,label\n" + string.Concat(rows.Select(row => $"{row.Text},{row.Label}\n")));
        return (await dataset.CanonicalizeAsync()).Report;
    }
}
