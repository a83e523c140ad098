using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hone.Api.Jobs;
using Hone.Api.Models;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Microsoft.Data.Sqlite;

namespace Hone.Api.Tests.Workers;

public sealed class TrainerSupervisorTests(TrainedService trained)
{
    private const int Endless = 10_000_000;

    private static readonly string[] Settings = ["Workers:PollMilliseconds=20", "Workers:Threads=1"];

    [Fact]
    public async Task AJobThatSucceeds_RegistersWhatItMadeAndFromWhat()
    {
        HoneService service = await trained.Service;

        ModelVersionResponse version = await GetAsync<ModelVersionResponse>(service, $"/models/{TrainedService.Classifier}/versions/1");
        JobResponse job = await service.Client.GetJobAsync(version.JobId!.Value);
        JsonElement dataset = await GetAsync<JsonElement>(service, $"/datasets/{TrainedService.Dataset}");

        Assert.Equal(new JobResult(TrainedService.Classifier, 1), job.Result);
        Assert.Equal((1, null), (job.Attempt, job.Error));
        Assert.Equal($"{TrainedService.Pretrained}:1", version.Lineage.Base);
        Assert.Equal(dataset.GetProperty("id").GetGuid(), version.Lineage.Dataset!.Id);
        Assert.Equal(
            dataset.GetProperty("splits").EnumerateArray().Select(split => split.GetProperty("sha256").GetString()),
            version.Lineage.Dataset.Sha256.Values);
        Assert.Equal(JsonSerializer.Serialize(job.Spec), JsonSerializer.Serialize(version.Lineage.Specification));
        Assert.Contains("test/accuracy", version.Metrics.Keys);
        Assert.Equal(version.Metrics["test/accuracy"], job.Metrics["test/accuracy"]);
        Assert.Contains("torchsharp", version.Lineage.Libraries.Keys);
        Assert.True(version is { Parameters: > 0, Bytes: > 0, WeightsSha256.Length: 64 });
        Assert.Equal(RowsOf(dataset, "test"), version.Evaluations!["test"].GetProperty("examples").GetInt64());
    }

    [Fact]
    public async Task AJob_FailsWithACode_WhenWhatItLearnsFromIsMissing()
    {
        await using HoneService service = await HoneService.StartAsync(Settings);
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        foreach (string blob in Directory.EnumerateDirectories(Path.Combine(service.DataPath, "blobs")))
        {
            Directory.Delete(blob, recursive: true);
        }

        JobResponse job = await service.Client.WaitForEndAsync((await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("m", "colours"))).Id);

        Assert.Equal((JobStatus.Failed, ProblemCodes.ContentMissing), (job.Status, job.Error?.Code));
        Assert.Contains("'colours'", job.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(service.DataPath, job.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AJobThatSucceeds_LeavesOnlyItsSmallFiles()
    {
        HoneService service = await trained.Service;
        ModelVersionResponse version = await GetAsync<ModelVersionResponse>(service, $"/models/{TrainedService.Pretrained}/versions/1");
        JobDirectory directory = new(Path.Combine(service.DataPath, "jobs", version.JobId!.Value.ToString()));

        Assert.Equal(
            new[] { directory.Specification, directory.Events, directory.ErrorOutput, directory.Result }.Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(directory.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AJob_GoesThroughItsStatesOnce()
    {
        HoneService service = await trained.Service;
        ModelVersionResponse version = await GetAsync<ModelVersionResponse>(service, $"/models/{TrainedService.Pretrained}/versions/1");

        List<FollowedEvent> history = await service.Client.FollowAsync(version.JobId!.Value).ToListAsync();

        Assert.Equal(Enumerable.Range(1, history.Count).Select(place => (long)place), history.Select(followed => followed.Id));
        Assert.Equal(
            [JobStatus.Queued, JobStatus.Running, JobStatus.Succeeded],
            history.Select(followed => followed.Record.Status).OfType<JobStatus>());
        Assert.Equal(JobStatus.Succeeded, history[^1].Record.Status);
    }

    [Fact]
    public async Task Cancel_EndsTheTrainerOfARunningJob()
    {
        await using HoneService service = await HoneService.StartAsync(Settings);
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        (JobResponse job, Process trainer) = await StartEndlessAsync(service);
        using (trainer)
        {
            using HttpResponseMessage answer = await service.Client.PostAsync(new Uri($"/jobs/{job.Id}/cancel", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            JobResponse ended = await service.Client.WaitForEndAsync(job.Id);

            Assert.Equal(JobStatus.Cancelled, ended.Status);
            Assert.Null(ended.Error);
            Assert.NotNull(ended.FinishedAt);
            Assert.True(trainer.HasExited);
            Assert.Empty(Directory.EnumerateDirectories(Path.Combine(service.DataPath, "models")));
        }
    }

    [Fact]
    public async Task AKilledTrainer_FailsItsJob_AndRetryRunsItAgain()
    {
        await using HoneService service = await HoneService.StartAsync(Settings);
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        (JobResponse job, Process trainer) = await StartEndlessAsync(service);
        using (trainer)
        {
            trainer.Kill();
            JobResponse ended = await service.Client.WaitForEndAsync(job.Id);
            Assert.Equal((JobStatus.Failed, ProblemCodes.TrainerKilled), (ended.Status, ended.Error?.Code));
        }

        using HttpResponseMessage answer = await service.Client.PostAsync(new Uri($"/jobs/{job.Id}/retry", UriKind.Relative), null);
        Assert.Equal(JobStatus.Queued, (await answer.ReadAsync<JobResponse>(HttpStatusCode.Accepted)).Status);
        await service.Client.FollowAsync(job.Id, cancellationToken: TestContext.Current.CancellationToken)
            .Where(followed => followed.Record.Status == JobStatus.Running)
            .Skip(1)
            .FirstAsync();
        Assert.Equal(2, (await service.Client.GetJobAsync(job.Id)).Attempt);
    }

    [Fact]
    public async Task AStoppingService_StopsItsTrainer_AndTheNextRunsTheJobAgain()
    {
        HoneService first = await HoneService.StartAsync(Settings);
        await TinyJobs.UploadCorpusAsync(first.Client, "colours");
        JobResponse job = await first.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("colours", "colours", steps: 300));
        await first.Client.WaitForAsync(job.Id, record => record.Kind == JobEventKind.Metric);
        using Process trainer = TrainerOf(first, job.Id);

        await first.StopAsync();

        Assert.True(trainer.HasExited);
        await using HoneService second = await HoneService.StartOnAsync(first.DataPath, Settings);
        JobResponse ended = await second.Client.WaitForEndAsync(job.Id);
        Assert.Equal((JobStatus.Succeeded, 2), (ended.Status, ended.Attempt));
        List<FollowedEvent> history = await second.Client.FollowAsync(job.Id).ToListAsync();
        Assert.Equal(
            [JobStatus.Queued, JobStatus.Running, JobStatus.Queued, JobStatus.Running, JobStatus.Succeeded],
            history.Select(followed => followed.Record.Status).OfType<JobStatus>());
    }

    [Fact]
    public async Task AJob_GoesOnAndEnds_AfterItsStateCouldNotBeWrittenForAWhile()
    {
        await using HoneService service = await HoneService.StartAsync([.. Settings, "Database:BusyTimeoutMilliseconds=50"]);
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        JobResponse job = await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("colours", "colours", steps: 300));
        await service.Client.WaitForAsync(job.Id, record => record.Kind == JobEventKind.Metric);
        using (Process trainer = TrainerOf(service, job.Id))
        await using (SqliteConnection other = new($"Data Source={Path.Combine(service.DataPath, "hone.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using SqliteCommand locking = other.CreateCommand();
            locking.CommandText = "BEGIN IMMEDIATE";
            await locking.ExecuteNonQueryAsync();
            await trainer.WaitForExitAsync(TestContext.Current.CancellationToken); // its last records find the database locked
        }

        Assert.Equal(JobStatus.Succeeded, (await service.Client.WaitForEndAsync(job.Id)).Status);
    }

    private static async Task<(JobResponse Job, Process Trainer)> StartEndlessAsync(HoneService service)
    {
        JobResponse job = await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("colours", "colours", Endless));
        await service.Client.WaitForAsync(job.Id, record => record.Kind == JobEventKind.Metric);
        return (job, TrainerOf(service, job.Id));
    }

    private static Process TrainerOf(HoneService service, Guid jobId)
    {
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(service.DataPath, "jobs", jobId.ToString(), "trainer.json")));
        return Process.GetProcessById(record.RootElement.GetProperty("processId").GetInt32());
    }

    private static long RowsOf(JsonElement dataset, string split) => dataset.GetProperty("splits").EnumerateArray()
        .Single(part => part.GetProperty("name").GetString() == split)
        .GetProperty("rows").GetInt64();

    private static async Task<T> GetAsync<T>(HoneService service, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.ReadAsync<T>();
    }
}
