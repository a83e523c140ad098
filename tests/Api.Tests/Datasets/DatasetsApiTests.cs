using System.Net;
using System.Text.Json;
using Hone.Api.Datasets;
using Hone.Api.Errors;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Microsoft.Extensions.DependencyInjection;
using static Hone.Api.Tests.BadInput.Uploads;

namespace Hone.Api.Tests.Datasets;

public sealed class DatasetsApiTests(SharedService shared)
{
    private static readonly (string Text, string Label)[] Rows =
        [.. Enumerable.Range(0, 60).Select(i => ($"text {i}, \"quoted\"", i % 3 == 0 ? "fizz" : "other"))];

    private static string Csv => "text,label\n" + string.Concat(Rows.Select(row => $"\"{row.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{row.Label}\n"));

    private static string Tsv => "label\ttext\n" + string.Concat(Rows.Select(row => $"{row.Label}\t{row.Text}\n"));

    private static string Jsonl => string.Concat(Rows.Select(row =>
        JsonSerializer.Serialize(new { sentence = row.Text, topic = row.Label }) + "\n"));

    [Fact]
    public async Task Create_StoresTheSameRows_HoweverTheyAreWritten()
    {
        DatasetResponse csv = await CreateAsync(File("train", "rows.csv", Csv));
        DatasetResponse tsv = await CreateAsync(File("train", "rows.tsv", Tsv));
        DatasetResponse gzip = await CreateAsync(new Part("train", "rows.csv.gz", Gzip(Csv)));
        DatasetResponse jsonl = await CreateAsync(File("train", "rows.jsonl", Jsonl), Field("columns", """{"text":"sentence","label":"topic"}"""));
        DatasetResponse said = await CreateAsync(File("train", "rows", Csv), Field("format", "csv"));

        Assert.All(new[] { tsv, gzip, jsonl, said }, dataset => Assert.Equal(csv.Splits, dataset.Splits));
        Assert.Equal((TaskKind.TextClassification, "fizz,other"), (csv.Task, string.Join(',', csv.Labels)));
        Assert.Equal([SplitName.Train, SplitName.Validation, SplitName.Test], csv.Splits.Select(split => split.Name));
        Assert.Equal(60, csv.Splits.Sum(split => split.Rows));

        List<(string, string)> stored = [];
        foreach (SplitName split in Enum.GetValues<SplitName>())
        {
            stored.AddRange((await ReadAllAsync(csv.Name, split)).Select(example => (example.Text!, example.Label!)));
        }

        Assert.Equal(Rows.Order(), stored.Order());
    }

    [Fact]
    public async Task Examples_ShowWhatARowOfTheTaskHas()
    {
        await AssertShowsAsync(
            "ner",
            "token-classification",
            File("train", "rows.conll", "👍 O\nAda B-person\nLovelace I-person\n"),
            """{"number":1,"text":"\uD83D\uDC4D Ada Lovelace","tokens":[{"text":"\uD83D\uDC4D","start":0,"end":1,"tag":"O"},{"text":"Ada","start":2,"end":5,"tag":"B-person"},{"text":"Lovelace","start":6,"end":14,"tag":"I-person"}],"entities":[{"start":2,"end":14,"label":"person","text":"Ada Lovelace"}]}""");
        await AssertShowsAsync(
            "srl",
            "semantic-role-labeling",
            File("train", "rows.jsonl", """{"words":["Ada","wrote"],"verbs":[{"index":1,"sense":"write.01","tags":["B-ARG0","B-V"]}]}"""),
            """{"number":1,"words":["Ada","wrote"],"verbs":[{"index":1,"verb":"wrote","sense":"write.01","tags":["B-ARG0","B-V"]}]}""");
        await AssertShowsAsync(
            "text-generation", "text-generation", File("train", "rows.csv", "prompt,completion\na,b\n"), """{"number":1,"prompt":"a","completion":"b"}""");
        await AssertShowsAsync(
            "sentence-similarity",
            "sentence-similarity",
            File("train", "rows.csv", "text,textPair,score\na,b,0.5\nc,d,1\n"),
            """{"number":1,"text":"a","textPair":"b","score":0.5}""");
        await AssertShowsAsync(
            "sentiment-analysis",
            "text-classification",
            File("train", "rows.tsv", "text\ttextPair\tlabels\na\tb\ty;x\nc\td\tx\n"),
            """{"number":1,"text":"a","textPair":"b","labels":["x","y"]}""",
            Field("reading", """{"labelSeparator":";"}"""));
    }

    [Fact]
    public async Task Create_RefusesColumnsThatAreTheSame_WhereTheTaskReadsBoth()
    {
        using HttpResponseMessage refused = await shared.Client.SendAsync(Dataset(
            SharedService.NewName("rows"), Field("columns", """{"text":"prompt","label":"text","textPair":"text"}"""), File("train", "rows.csv", Csv)));
        Assert.Equal(ProblemCodes.DuplicateColumn, (await refused.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);

        await CreateAsync(Field("columns", """{"text":"tags","label":"words"}"""), File("train", "rows.csv", "tags,words\na,x\nb,y\n"), Field("split", """{"validation":0,"test":0}"""));
    }

    [Fact]
    public async Task Create_TakesWhatIsEmptyForNotSent()
    {
        DatasetResponse full = await CreateAsync(File("train", "rows.csv", Csv));
        DatasetResponse empty = await CreateAsync(
            File("train", "rows.csv", Csv), Field("validation", ""), File("test", "", ""), Field("format", ""), Field("columns", ""), Field("split", ""));
        Assert.Equal(full.Splits, empty.Splits);
    }

    [Fact]
    public async Task Create_SplitsByTheSeed()
    {
        DatasetResponse first = await CreateAsync(File("train", "rows.csv", Csv), Field("split", """{"seed":5}"""));
        DatasetResponse same = await CreateAsync(Field("split", """{"seed":5}"""), File("train", "rows.csv", Csv));
        DatasetResponse other = await CreateAsync(File("train", "rows.csv", Csv), Field("split", """{"seed":6}"""));
        Assert.Equal(first.Splits, same.Splits);
        Assert.NotEqual(first.Splits, other.Splits);
    }

    [Fact]
    public async Task Create_LeavesUploadedSplitsAsTheyAre()
    {
        DatasetResponse dataset = await CreateAsync(
            File("test", "test.csv", "text,label\nn,fizz\n"),
            File("train", "train.csv", Csv),
            Field("split", """{"validation":0}"""));
        Assert.Equal([(SplitName.Train, 60), (SplitName.Test, 1)], dataset.Splits.Select(split => (split.Name, split.Rows)));

        using HttpResponseMessage response = await shared.Client.GetAsync($"/datasets/{dataset.Name}/examples?split=validation");
        Assert.Equal(ProblemCodes.EmptySplit, (await response.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task Report_WarnsOfWhatIsOdd()
    {
        DatasetResponse dataset = await CreateAsync(
            File("train", "train.csv", Csv + "seen twice,other\n"),
            File("validation", "validation.csv", "text,label\nseen twice,other\n"));
        Assert.Contains(dataset.Warnings, warning => warning.Code == "duplicate-across-splits");
        using HttpResponseMessage response = await shared.Client.GetAsync($"/datasets/{dataset.Id}/report");
        DatasetReport report = await response.ReadAsync<DatasetReport>();
        Assert.Equal(report.Warnings.Select(warning => warning.Code), dataset.Warnings.Select(warning => warning.Code));
        Assert.Equal(dataset.Splits.Sum(split => split.Rows), report.Labels.Values.Sum(rows => rows.Values.Sum()));
    }

    [Fact]
    public async Task Create_LetsOneWin_WhenManyWantTheName()
    {
        string name = SharedService.NewName("race");
        HttpResponseMessage[] responses = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => shared.Client.SendAsync(Dataset(name, File("train", "rows.csv", Csv)))));
        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        Assert.Equal(5, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(60, (await ReadAllAsync(name, SplitName.Train)).Count + (await ReadAllAsync(name, SplitName.Validation)).Count + (await ReadAllAsync(name, SplitName.Test)).Count);
    }

    [Fact]
    public async Task Delete_TakesTheFiles()
    {
        DatasetResponse dataset = await CreateAsync(File("train", "rows.csv", Csv + $"{Guid.NewGuid()},fizz\n"));
        BlobStore blobs = shared.Service.Services.GetRequiredService<BlobStore>();
        Assert.All(dataset.Splits, split => Assert.True(System.IO.File.Exists(blobs.PathOf(split.Sha256))));
        Assert.Equal(HttpStatusCode.NoContent, (await shared.Client.DeleteAsync($"/datasets/{dataset.Name}")).StatusCode);
        Assert.False(System.IO.File.Exists(blobs.PathOf(dataset.Splits[0].Sha256)));
        using HttpResponseMessage gone = await shared.Client.GetAsync($"/datasets/{dataset.Id}");
        ProblemResponse problem = await gone.ReadProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(ProblemCodes.UnknownDataset, problem.Code);
    }

    private async Task AssertShowsAsync(string asked, string task, Part train, string first, params Part[] more)
    {
        string name = SharedService.NewName("rows");
        Part[] parts = [Field("name", name), Field("task", asked), train, Field("split", """{"validation":0,"test":0}"""), .. more];
        using HttpResponseMessage created = await shared.Client.SendAsync(Form("/datasets", parts));
        Assert.Equal(task, (await created.ReadAsync<JsonElement>(HttpStatusCode.Created)).GetProperty("task").GetString());

        using HttpResponseMessage response = await shared.Client.GetAsync($"/datasets/{name}/examples");
        Assert.Equal(first, (await response.ReadAsync<JsonElement>()).GetProperty("items")[0].GetRawText());
        using HttpResponseMessage report = await shared.Client.GetAsync($"/datasets/{name}/report");
        Assert.Equal(task is "token-classification" or "semantic-role-labeling", (await report.ReadAsync<DatasetReport>()).Spans is not null);
    }

    private async Task<DatasetResponse> CreateAsync(params Part[] parts)
    {
        using HttpResponseMessage response = await shared.Client.SendAsync(Dataset(SharedService.NewName("rows"), parts));
        return await response.ReadAsync<DatasetResponse>(HttpStatusCode.Created);
    }

    private async Task<IReadOnlyList<ExampleResponse>> ReadAllAsync(string dataset, SplitName split)
    {
        List<ExampleResponse> examples = [];
        string first = $"/datasets/{dataset}/examples?limit=7&split={split.ToString().ToLowerInvariant()}";
        string? next = first;
        while (next is not null)
        {
            using HttpResponseMessage response = await shared.Client.GetAsync(next);
            Page<ExampleResponse> page = await response.ReadAsync<Page<ExampleResponse>>();
            examples.AddRange(page.Items);
            next = page.NextCursor is null ? null : $"{first}&cursor={page.NextCursor}";
        }

        return examples;
    }
}
