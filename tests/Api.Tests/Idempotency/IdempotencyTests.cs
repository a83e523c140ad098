using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hone.Api.Corpora;
using Hone.Api.Datasets;
using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Api.Tests.Jobs;
using Hone.Domain;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Hone.Api.Tests.BadInput.Uploads;

namespace Hone.Api.Tests.Idempotency;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private HoneService service = null!;

    public async ValueTask InitializeAsync()
    {
        service = await HoneService.StartAsync("Workers:Count=0");
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task TheSameJobTwice_IsMadeOnce_AndAnsweredTheSame()
    {
        (string first, Uri? address) = await ReadAsync(await SendAsync(Pretrain("m"), "k1"), HttpStatusCode.Accepted);
        Guid id = JsonSerializer.Deserialize<JobResponse>(first, HoneJson.Options)!.Id;
        using (await service.Client.PostAsync($"/jobs/{id}/cancel", null))
        {
            // What became of the job meanwhile does not change what its request was answered.
        }

        Assert.Equal((first, address), await ReadAsync(await SendAsync(Pretrain("m"), "k1"), HttpStatusCode.Accepted));
        Assert.Equal($"/jobs/{id}", address?.ToString());
        Assert.Contains("1 jobs", await service.InventoryAsync());
    }

    [Fact]
    public async Task AKey_IsRefused_WithAnotherBody_AndMeansNothingOnAnotherRouteOrForAnotherKey()
    {
        await ReadAsync(await SendAsync(Pretrain("m"), "k"), HttpStatusCode.Accepted);

        Assert.Equal(ProblemCodes.IdempotencyKeyReused, (await (await SendAsync(Pretrain("n"), "k")).ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        await ReadAsync(await SendAsync(Pretrain("m"), "K"), HttpStatusCode.Accepted);
        await ReadAsync(await SendAsync(Corpus("?name=other", "text"), "k"), HttpStatusCode.Created);
        await ReadAsync(await SendAsync(Pretrain("m"), null), HttpStatusCode.Accepted);
        Assert.Contains("3 jobs", await service.InventoryAsync());
    }

    [Fact]
    public async Task ARefusedRequest_LeavesItsKeyFree()
    {
        Assert.Equal(ProblemCodes.UnknownCorpus, (await (await SendAsync(Pretrain("m", "nothing"), "k")).ReadProblemAsync(HttpStatusCode.BadRequest)).Code);

        await ReadAsync(await SendAsync(Pretrain("m"), "k"), HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task TheSameUploadTwice_IsStoredOnce_AndAnsweredTheSame()
    {
        (string corpus, Uri? at) = await ReadAsync(await SendAsync(Corpus("?name=twice", "some text"), "k"), HttpStatusCode.Created);
        (string dataset, Uri? there) = await ReadAsync(await SendAsync(Dataset("twice", File("train.csv", "text,label\na,x\nb,y\nc,x\nd,y\n")), "k"), HttpStatusCode.Created);
        IReadOnlyList<string> before = await service.InventoryAsync();

        Assert.Equal((corpus, at), await ReadAsync(await SendAsync(Corpus("?name=twice", "some text"), "k"), HttpStatusCode.Created));
        Assert.Equal((dataset, there), await ReadAsync(await SendAsync(Dataset("twice", File("train.csv", "text,label\na,x\nb,y\nc,x\nd,y\n")), "k"), HttpStatusCode.Created));
        Assert.Equal(ProblemCodes.IdempotencyKeyReused, (await (await SendAsync(Corpus("?name=twice", "other text"), "k")).ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        Assert.Equal(
            ProblemCodes.IdempotencyKeyReused,
            (await (await SendAsync(Dataset("twice", File("train.csv", "text,label\na,x\nb,y\nc,x\nd,z\n")), "k")).ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        Assert.Equal(before, await service.InventoryAsync());
        Assert.Equal($"/corpora/{JsonSerializer.Deserialize<CorpusResponse>(corpus, HoneJson.Options)!.Id}", at?.ToString());
        Assert.Equal($"/datasets/{JsonSerializer.Deserialize<DatasetResponse>(dataset, HoneJson.Options)!.Id}", there?.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task TheSecondRequest_IsToldToWait_WhileTheFirstIsRunning()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource end = new();
        Task<HttpResponseMessage> first = SendAsync(new HttpRequestMessage(HttpMethod.Post, "/corpora?name=slow") { Content = new SlowContent(begun, end.Task) }, "k");
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await service.WaitUntilAsync(inventory => inventory.Any(entry => entry.StartsWith("tmp", StringComparison.Ordinal)));

        using HttpResponseMessage second = await SendAsync(Corpus("?name=slow", "some text"), "k");
        end.SetResult();

        Assert.Equal(ProblemCodes.IdempotencyKeyInUse, (await second.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        Assert.NotNull(second.Headers.RetryAfter);
        (string answer, _) = await ReadAsync(await first, HttpStatusCode.Created);
        Assert.Equal(answer, (await ReadAsync(await SendAsync(Corpus("?name=slow", "some text"), "k"), HttpStatusCode.Created)).Body);
    }

    [Fact]
    public async Task AKey_IsForgotten_AfterItsTime()
    {
        await ReadAsync(await SendAsync(Pretrain("m"), "k"), HttpStatusCode.Accepted);
        await using (HoneDbContext db = await service.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync())
        {
            DateTime before = DateTime.UtcNow.AddHours(-25);
            await db.StoredAnswers.ExecuteUpdateAsync(answer => answer.SetProperty(a => a.CreatedAt, before));
        }

        await ReadAsync(await SendAsync(Pretrain("n"), "k"), HttpStatusCode.Accepted);
        Assert.Contains("2 jobs", await service.InventoryAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\tb")]
    public async Task AKey_IsRefused_WhenItIsNoKey(string key)
    {
        using HttpResponseMessage response = await SendAsync(Pretrain("m"), key);

        Assert.Equal(ProblemCodes.InvalidIdempotencyKey, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
    }

    [Fact]
    public async Task AKey_MayHave255Characters_AndNoMore()
    {
        await ReadAsync(await SendAsync(Pretrain("m"), new string('k', 255)), HttpStatusCode.Accepted);
        using HttpResponseMessage response = await SendAsync(Pretrain("m"), new string('k', 256));
        Assert.Equal(ProblemCodes.InvalidIdempotencyKey, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
    }

    private static HttpRequestMessage Pretrain(string model, string corpus = "colours") =>
        new(HttpMethod.Post, "/jobs/pretrain") { Content = JsonContent.Create(TinyJobs.Pretrain(model, corpus), options: HoneJson.Options) };

    private static async Task<(string Body, Uri? Location)> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {body}");
        return (body, response.Headers.Location);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return service.Client.SendAsync(request);
    }

    /// <summary>A body that begins, and ends when it is told to.</summary>
    private sealed class SlowContent(TaskCompletionSource begun, Task end) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("some "u8.ToArray());
            await stream.FlushAsync();
            begun.SetResult();
            await end;
            await stream.WriteAsync("text"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
