using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hone.Api.Errors;
using Hone.Api.Jobs;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Predictions.Jobs;

public sealed class PredictionJobsApiTests(TrainedService trained, PredictionJobsApiTests.IdleService idle) : IClassFixture<PredictionJobsApiTests.IdleService>
{
    private static readonly string[] Texts =
        ["red green blue.", "one, two.", "Paint the \"number\" three yellow!", "purple", "unknown words only", string.Join(' ', Enumerable.Repeat("four five", 40))];

    [Theory]
    [InlineData(TrainedService.Classifier, """{"topK":1}""")]
    [InlineData(TrainedService.Decoder, """{"maxTokens":5,"temperature":0.9,"seed":3}""")]
    public async Task Job_GivesWhatPredictGives_InTheOrderOfTheRows(string model, string parameters)
    {
        HoneService service = await trained.Service;
        JsonElement asked = await PredictAsync(service, new { model, inputs = Texts, parameters = JsonSerializer.Deserialize<JsonElement>(parameters) });
        string file = "id,review\n" + string.Concat(Texts.Select((text, index) => $"{index},\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n")) + "one,two,three\n";

        JobResponse job = await SucceedAsync(service, Form(model, Gzip(file), "rows.csv.gz", ("columns", """{"text":"review"}"""), ("parameters", parameters)));
        JsonElement[] lines = await DownloadAsync(service, job.Id);

        Assert.Equal(new JobResult(model, asked.GetProperty("version").GetInt32(), File: $"/jobs/{job.Id}/predictions"), job.Result);
        Assert.Equal(Enumerable.Range(1, Texts.Length + 1), lines.Select(line => line.GetProperty("row").GetInt32()));
        foreach ((JsonElement expected, JsonElement line) in asked.GetProperty("predictions").EnumerateArray().Zip(lines))
        {
            AssertSame(expected, line.GetProperty("prediction"));
        }

        Assert.Equal(ProblemCodes.WrongColumnCount, lines[^1].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal((Texts.Length + 1, 1), ((int)job.Metrics["rows"], (int)job.Metrics["errors"]));
        Assert.Equal(("predicting", Texts.Length + 1L), (job.Progress!.Phase, job.Progress.Step));
        Assert.NotNull(job.Progress.RowsPerSecond);
    }

    [Fact]
    public async Task Predictions_ComeAsCsv_WhenAskedFor()
    {
        HoneService service = await trained.Service;
        JobResponse job = await SucceedAsync(service, Form(TrainedService.Classifier, "red\n\ntwo\n", "rows.txt"));
        using HttpRequestMessage accepting = new(HttpMethod.Get, $"/jobs/{job.Id}/predictions") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/csv") } } };

        using HttpResponseMessage accepted = await service.Client.SendAsync(accepting);
        using HttpResponseMessage named = await service.Client.GetAsync($"/jobs/{job.Id}/predictions?format=csv");
        using HttpResponseMessage plain = await service.Client.GetAsync($"/jobs/{job.Id}/predictions");

        string table = await accepted.Content.ReadAsStringAsync();
        Assert.Equal("text/csv", accepted.Content.Headers.ContentType?.MediaType);
        Assert.Equal(table, await named.Content.ReadAsStringAsync());
        Assert.Equal("application/jsonl", plain.Content.Headers.ContentType?.MediaType);
        string[] records = table.Split("\r\n");
        Assert.Equal("row,line,label,score,prediction,code,message,field", records[0]);
        Assert.StartsWith("1,1,colour,0.", records[1], StringComparison.Ordinal);
        Assert.Equal("2,2,,,,empty-inputs,The row has no text.,", records[2]);
        Assert.StartsWith("3,3,number,0.", records[3], StringComparison.Ordinal);
    }

    /// <summary>Killed, run again, stopped with its service and run to its end by the next: what comes of it are the bytes of a job that was left alone.</summary>
    [Fact]
    public async Task AJobThatIsInterrupted_EndsInTheSameBytes()
    {
        HoneService copy = await trained.CopyAsync();
        await copy.StopAsync();
        string[] settings = ["Workers:PollMilliseconds=20", "Workers:Threads=1", "Workers:ChunkRows=64", "Serving:BatchTokens=16", "Serving:Precision=fp32"];
        HoneService first = await HoneService.StartOnAsync(copy.DataPath, settings);
        string file = string.Concat(Enumerable.Range(0, 6_000).Select(row => row % 97 == 5 ? "{\n" : $$"""{"text":"{{Texts[row % 3].Replace("\"", "'", StringComparison.Ordinal)}} {{row}}"}""" + "\n"));
        JobResponse job = await SubmitAsync(first, Form(TrainedService.Classifier, file, "rows.jsonl"));

        await first.Client.WaitForAsync(job.Id, record => record.Values?.ContainsKey("rows") == true);
        using (Process trainer = TrainerOf(first, job.Id))
        {
            trainer.Kill();
        }

        JobResponse killed = await first.Client.WaitForEndAsync(job.Id);
        Assert.Equal((JobStatus.Failed, ProblemCodes.TrainerKilled), (killed.Status, killed.Error?.Code));
        long before = new FileInfo(PredictionsOf(first, job.Id)).Length;
        Assert.True(before > 0);
        using (HttpResponseMessage early = await first.Client.GetAsync($"/jobs/{job.Id}/predictions"))
        {
            Assert.Equal(ProblemCodes.NoPredictions, (await early.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        }

        using (HttpResponseMessage retried = await first.Client.PostAsync($"/jobs/{job.Id}/retry", null))
        {
            Assert.Equal(HttpStatusCode.Accepted, retried.StatusCode);
        }

        using (HttpResponseMessage refused = await first.Client.DeleteAsync($"/models/{TrainedService.Classifier}/versions/2"))
        {
            Assert.Equal(ProblemCodes.InUse, (await refused.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        }

        double reached = killed.Metrics["rows"];
        await first.Client.WaitForAsync(job.Id, record => record.Values?.GetValueOrDefault("rows") > reached);
        await first.StopAsync();
        Assert.True(new FileInfo(PredictionsOf(first, job.Id)).Length > before);

        await using HoneService second = await HoneService.StartOnAsync(copy.DataPath, settings);
        JobResponse ended = await second.Client.WaitForEndAsync(job.Id);
        JobResponse undisturbed = await SucceedAsync(second, Form(TrainedService.Classifier, file, "rows.jsonl"));

        Assert.Equal((JobStatus.Succeeded, 3, 6_000), (ended.Status, ended.Attempt, (int)ended.Metrics["rows"]));
        Assert.Equal(
            await File.ReadAllBytesAsync(PredictionsOf(second, undisturbed.Id)),
            await second.Client.GetByteArrayAsync($"/jobs/{job.Id}/predictions"));
        Assert.All(new[] { "rows", "errors", "tokens", "truncated" }, name => Assert.Equal(undisturbed.Metrics[name], ended.Metrics[name]));
    }

    [Fact]
    public async Task RowsAndPredictions_OfTheLatestJobsAreKept()
    {
        HoneService copy = await trained.CopyAsync();
        await copy.StopAsync();
        await using HoneService service = await HoneService.StartOnAsync(copy.DataPath, "Workers:PollMilliseconds=20", "Workers:Threads=1", "Limits:KeptPredictions=1");
        JobResponse first = await SucceedAsync(service, Form(TrainedService.Classifier, "red\n", "rows.txt"));
        await DownloadAsync(service, first.Id);

        JobResponse second = await SucceedAsync(service, Form(TrainedService.Classifier, "two\n", "rows.txt"));

        await service.WaitUntilAsync(inventory => inventory.Count(path => path.EndsWith("predictions.jsonl", StringComparison.Ordinal)) == 1);
        using HttpResponseMessage gone = await service.Client.GetAsync($"/jobs/{first.Id}/predictions");
        Assert.Equal(ProblemCodes.NoPredictions, (await gone.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
        Assert.Single(await DownloadAsync(service, second.Id));
        Assert.Equal(1, (await service.Client.GetJobAsync(first.Id)).Metrics["rows"]);
    }

    [Fact]
    public async Task TheSameFormTwice_IsOneJob_WithAKey()
    {
        await using HoneService service = await trained.CopyAsync();
        string key = "k1";

        JobResponse first = await SubmitAsync(service, Form(TrainedService.Classifier, "red\n", "rows.txt"), key);
        JobResponse again = await SubmitAsync(service, Form(TrainedService.Classifier, "red\n", "rows.txt"), key);
        using HttpResponseMessage other = await PostAsync(service, Form(TrainedService.Classifier, "two\n", "rows.txt"), key);

        Assert.Equal(first.Id, again.Id);
        Assert.Equal((JobKind.Predict, JobStatus.Queued), (first.Kind, first.Status));
        Assert.Equal("text", first.Spec.GetProperty("format").GetString());
        Assert.Equal("text-classification", first.Spec.GetProperty("task").GetString());
        Assert.Equal(ProblemCodes.IdempotencyKeyReused, (await other.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
    }

    [Theory]
    [InlineData("nobody", "red\n", "rows.txt", "", "", 400, ProblemCodes.UnknownModel, "model")]
    [InlineData("No Body", "red\n", "rows.txt", "", "", 400, ProblemCodes.InvalidModelReference, "model")]
    [InlineData(TrainedService.Classifier, "red\n", "rows", "", "", 400, ProblemCodes.UnknownFormat, "format")]
    [InlineData(TrainedService.Classifier, "red\n", "rows.conll", "", "", 400, ProblemCodes.UnknownFormat, "format")]
    [InlineData(TrainedService.Classifier, "red\n", "rows.csv", "", "", 400, ProblemCodes.InvalidInputs, "text")]
    [InlineData(TrainedService.Classifier, "{\n[\n", "rows.jsonl", "", "", 400, ProblemCodes.InvalidInputs, null)]
    [InlineData(TrainedService.Classifier, "", "rows.jsonl", "", "", 400, ProblemCodes.InvalidInputs, null)]
    [InlineData(TrainedService.Classifier, "red\n", "rows.txt.gz", "", "", 400, ProblemCodes.InvalidGzip, null)]
    [InlineData(TrainedService.Classifier, "red\n", "rows.txt", "more", "x", 400, ProblemCodes.UnknownPart, "more")]
    [InlineData(TrainedService.Classifier, "red\n", "rows.txt", "task", "fill-mask", 400, ProblemCodes.WrongTask, "task")]
    [InlineData(TrainedService.Classifier, "red\n", "rows.txt", "parameters", """{"maxTokens":5}""", 400, ProblemCodes.InvalidRequest, "parameters.maxTokens")]
    [InlineData(TrainedService.Decoder, "red\n", "rows.txt", "parameters", """{"stream":true}""", 400, ProblemCodes.InvalidRequest, "parameters.stream")]
    [InlineData(TrainedService.Decoder, "red\n", "rows.txt", "parameters", """{"maxTokens":5000}""", 400, ProblemCodes.OutOfRange, "parameters.maxTokens")]
    [InlineData(TrainedService.Classifier, "red\n", "rows.txt", "columns", """{"label":"x"}""", 400, ProblemCodes.UnknownField, "columns.label")]
    [InlineData(TrainedService.Classifier, "red\n", "rows.txt", "columns", """{"text":"textPair"}""", 400, ProblemCodes.DuplicateColumn, "columns")]
    public async Task AForm_IsRefused_AndLeavesNothing(string model, string file, string name, string part, string value, int status, string code, string? field)
    {
        HoneService service = idle.Service;
        IReadOnlyList<string> before = await service.InventoryAsync();

        using HttpResponseMessage response = await PostAsync(service, part.Length > 0 ? Form(model, file, name, (part, value)) : Form(model, file, name));

        ProblemResponse problem = await response.ReadProblemAsync((HttpStatusCode)status);
        Assert.Equal(code, problem.Code);
        Assert.True(field is null || problem.Errors.Any(error => error.Field == field), JsonSerializer.Serialize(problem));
        Assert.Equal(before, await service.InventoryAsync());
    }

    [Fact]
    public async Task Predictions_AreOfPredictionJobsOnly()
    {
        HoneService service = await trained.Service;
        using HttpResponseMessage list = await service.Client.GetAsync("/jobs?kind=pretrain&limit=1");
        Guid other = (await list.ReadAsync<JsonElement>()).GetProperty("items")[0].GetProperty("id").GetGuid();

        using HttpResponseMessage response = await service.Client.GetAsync($"/jobs/{other}/predictions");

        Assert.Equal(ProblemCodes.NoPredictions, (await response.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
    }

    /// <summary>The same but for what floating point does to sums of another order.</summary>
    private static void AssertSame(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind == JsonValueKind.Array)
        {
            foreach ((JsonElement one, JsonElement other) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
            {
                Assert.Equal(one.GetProperty("label").GetString(), other.GetProperty("label").GetString());
                Assert.Equal(one.GetProperty("score").GetDouble(), other.GetProperty("score").GetDouble(), 1e-5);
            }

            Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
        }
        else
        {
            Assert.Equal(expected.GetRawText(), actual.GetRawText());
        }
    }

    private static async Task<JsonElement> PredictAsync(HoneService service, object body)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/predict", body);
        return await response.ReadAsync<JsonElement>();
    }

    private static async Task<JobResponse> SucceedAsync(HoneService service, MultipartFormDataContent form)
    {
        JobResponse job = await service.Client.WaitForEndAsync((await SubmitAsync(service, form)).Id);
        Assert.True(job.Status == JobStatus.Succeeded, $"{job.Status} {job.Error}");
        return job;
    }

    private static async Task<JobResponse> SubmitAsync(HoneService service, MultipartFormDataContent form, string? key = null)
    {
        using HttpResponseMessage response = await PostAsync(service, form, key);
        JobResponse job = await response.ReadAsync<JobResponse>(HttpStatusCode.Accepted);
        Assert.Equal($"/jobs/{job.Id}", response.Headers.Location?.ToString());
        return job;
    }

    private static async Task<HttpResponseMessage> PostAsync(HoneService service, MultipartFormDataContent form, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/jobs/predict") { Content = form };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await service.Client.SendAsync(request);
    }

    private static async Task<JsonElement[]> DownloadAsync(HoneService service, Guid job)
    {
        string lines = await service.Client.GetStringAsync($"/jobs/{job}/predictions");
        Assert.EndsWith("\n", lines, StringComparison.Ordinal);
        return [.. lines.Split('\n')[..^1].Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private static MultipartFormDataContent Form(string model, string file, string name, params (string Name, string Value)[] parts) =>
        Form(model, Encoding.UTF8.GetBytes(file), name, parts);

    private static MultipartFormDataContent Form(string model, byte[] file, string name, params (string Name, string Value)[] parts)
    {
        MultipartFormDataContent form = new() { { new ByteArrayContent(file), "file", name }, { new StringContent(model), "model" } };
        foreach ((string part, string value) in parts)
        {
            form.Add(new StringContent(value), part);
        }

        return form;
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static string PredictionsOf(HoneService service, Guid job) => Path.Combine(service.DataPath, "jobs", job.ToString(), "predictions.jsonl");

    private static Process TrainerOf(HoneService service, Guid job)
    {
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(service.DataPath, "jobs", job.ToString(), "trainer.json")));
        return Process.GetProcessById(record.RootElement.GetProperty("processId").GetInt32());
    }

    /// <summary>A service that has models and does no work.</summary>
    public sealed class IdleService(TrainedService trained) : IAsyncLifetime
    {
        private HoneService? service;

        public HoneService Service => service ?? throw new InvalidOperationException("The service is not started.");

        public async ValueTask InitializeAsync() => service = await trained.CopyAsync();

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
