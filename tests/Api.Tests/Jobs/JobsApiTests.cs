using System.Net;
using Hone.Api.Jobs;
using Hone.Api.Requests;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Jobs;

public sealed class JobsApiTests(TrainedService trained)
{
    [Fact]
    public async Task Submit_FillsInEveryDefault()
    {
        await using HoneService service = await IdleAsync();

        JobResponse job = await service.Client.SubmitAsync("pretrain", new { model = "colours", corpora = new[] { "colours" } });

        Assert.Equal((JobKind.Pretrain, JobStatus.Queued, 0), (job.Kind, job.Status, job.Attempt));
        Assert.Equal(256, job.Spec.GetProperty("architecture").GetProperty("hidden").GetInt32());
        Assert.Equal(8000, job.Spec.GetProperty("tokenizer").GetProperty("vocabularySize").GetInt32());
        Assert.Equal(1000, job.Spec.GetProperty("training").GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task List_GivesEveryJobOnce_NewestFirst_PageByPage()
    {
        await using HoneService service = await IdleAsync();
        List<Guid> submitted = [];
        for (int i = 0; i < 7; i++)
        {
            submitted.Insert(0, (await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain($"model-{i}", "colours"))).Id);
        }

        using (HttpResponseMessage cancelled = await service.Client.PostAsync(new Uri($"/jobs/{submitted[3]}/cancel", UriKind.Relative), null))
        {
            Assert.Equal(JobStatus.Cancelled, (await cancelled.ReadAsync<JobResponse>(HttpStatusCode.Accepted)).Status);
        }

        Assert.Equal(submitted.Order(), (await AllAsync(service, "")).Order());
        Assert.Equal(submitted.Where((_, index) => index != 3).Order(), (await AllAsync(service, "status=queued&")).Order());
        Assert.Equal([submitted[3]], await AllAsync(service, "status=cancelled&kind=pretrain&"));
        Assert.Empty(await AllAsync(service, "kind=finetune&"));
        List<Guid> listed = await AllAsync(service, "");
        Assert.Equal(listed.OrderDescending(), listed);
    }

    [Fact]
    public async Task Cancel_EndsAQueuedJobForGood_UntilItIsTriedAgain()
    {
        await using HoneService service = await IdleAsync();
        JobResponse job = await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("colours", "colours"));

        Assert.Equal(JobStatus.Cancelled, (await ActAsync(service, job.Id, "cancel")).Status);
        Assert.Equal(JobStatus.Cancelled, (await service.Client.WaitForEndAsync(job.Id)).Status);
        await RefuseAsync(service, job.Id, "cancel");
        Assert.Equal(JobStatus.Queued, (await ActAsync(service, job.Id, "retry")).Status);
        await RefuseAsync(service, job.Id, "retry");
    }

    [Fact]
    public async Task Metrics_HoldWhatTheEventsSaid()
    {
        HoneService service = await trained.Service;
        Guid id = (await AllAsync(service, "kind=pretrain&status=succeeded&"))[^1];
        List<FollowedEvent> events = await service.Client.FollowAsync(id).ToListAsync();

        using HttpResponseMessage response = await service.Client.GetAsync(new Uri($"/jobs/{id}/metrics", UriKind.Relative));
        Dictionary<string, List<MetricPoint>> metrics = await response.ReadAsync<Dictionary<string, List<MetricPoint>>>();

        Assert.Contains("train/loss", metrics.Keys);
        Assert.Equal(
            from followed in events
            from value in followed.Record.Values ?? new Dictionary<string, double>()
            orderby value.Key, followed.Id
            select (value.Key, new MetricPoint(followed.Record.Step, followed.Record.Time, value.Value)),
            from metric in metrics
            orderby metric.Key
            from point in metric.Value
            select (metric.Key, point));
        JobResponse job = await service.Client.GetJobAsync(id);
        Assert.Equal(job.Metrics.OrderBy(metric => metric.Key), metrics.ToDictionary(metric => metric.Key, metric => metric.Value[^1].Value).OrderBy(metric => metric.Key));
    }

    [Fact]
    public async Task Log_IsTheSameRead_AtOnceOrLineByLine()
    {
        HoneService service = await trained.Service;
        Guid id = (await AllAsync(service, "kind=pretrain&status=succeeded&"))[^1];
        string whole = await service.Client.GetStringAsync(new Uri($"/jobs/{id}/log", UriKind.Relative));
        string[] lines = whole.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string pieces = "";
        string? next = $"/jobs/{id}/log?limit=1";
        while (next is not null)
        {
            using HttpResponseMessage response = await service.Client.GetAsync(new Uri(next, UriKind.Relative));
            Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
            pieces += await response.Content.ReadAsStringAsync();
            next = response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(whole, pieces);
        Assert.Contains("queued", lines[0], StringComparison.Ordinal);
        Assert.Contains("succeeded", lines[^1], StringComparison.Ordinal);
        Assert.Equal(lines[^2..], (await service.Client.GetStringAsync(new Uri($"/jobs/{id}/log?tail=2", UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A service without workers, on which jobs wait for ever.</summary>
    private static async Task<HoneService> IdleAsync()
    {
        HoneService service = await HoneService.StartAsync("Workers:Count=0");
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        return service;
    }

    private static async Task<JobResponse> ActAsync(HoneService service, Guid id, string action)
    {
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri($"/jobs/{id}/{action}", UriKind.Relative), null);
        return await response.ReadAsync<JobResponse>(HttpStatusCode.Accepted);
    }

    private static async Task RefuseAsync(HoneService service, Guid id, string action)
    {
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri($"/jobs/{id}/{action}", UriKind.Relative), null);
        Assert.Equal(ProblemCodes.IllegalTransition, (await response.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
    }

    private static async Task<List<Guid>> AllAsync(HoneService service, string filter)
    {
        List<Guid> ids = [];
        string? cursor = null;
        do
        {
            using HttpResponseMessage response = await service.Client.GetAsync(new Uri($"/jobs?{filter}limit=3{(cursor is null ? "" : $"&cursor={cursor}")}", UriKind.Relative));
            Page<JobResponse> page = await response.ReadAsync<Page<JobResponse>>();
            ids.AddRange(page.Items.Select(job => job.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return ids;
    }
}
