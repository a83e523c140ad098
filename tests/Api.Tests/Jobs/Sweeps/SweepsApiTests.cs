using System.Net;
using System.Net.Http.Json;
using Hone.Api.Jobs;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Requests;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Hone.Training.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Jobs.Sweeps;

/// <summary>Sweeps of a service without workers, whose jobs therefore wait until somebody cancels them.</summary>
public sealed class SweepsApiTests(TrainedService trained)
{
    [Fact]
    public async Task ASweep_RunsWithoutAWorker_AndStartsOneJobForEachWorker()
    {
        await using HoneService service = await trained.CopyAsync();

        JobResponse sweep = await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies("best"));
        Assert.Equal((JobKind.Sweep, null), (sweep.Kind, sweep.Parent));
        await service.Client.WaitForTrialsAsync(sweep.Id, ended: 0);

        Assert.Equal(JobStatus.Running, (await service.Client.GetJobAsync(sweep.Id)).Status);
        JobResponse trial = Assert.Single(await service.Client.TrialsOfAsync(sweep.Id));
        Assert.Equal((JobKind.Finetune, JobStatus.Queued, sweep.Id), (trial.Kind, trial.Status, trial.Parent!.Value));
        Assert.Equal($"{TrainedService.Pretrained}:1", trial.Spec.GetProperty("base").GetString());
        Assert.Equal((1, 0.01), (trial.Spec.GetProperty("training").GetProperty("epochs").GetInt32(), trial.Spec.GetProperty("training").GetProperty("learningRate").GetDouble()));
    }

    [Fact]
    public async Task Cancel_EndsTheSweepWithItsJobs_AndRetryBeginsAnew()
    {
        await using HoneService service = await trained.CopyAsync();
        Guid sweep = (await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies("best"))).Id;
        await service.Client.WaitForTrialsAsync(sweep, ended: 0);

        await service.Client.ActAsync(sweep, "cancel");

        Assert.Equal(JobStatus.Cancelled, (await service.Client.WaitForEndAsync(sweep)).Status);
        Assert.Equal([JobStatus.Cancelled], (await service.Client.TrialsOfAsync(sweep)).Select(trial => trial.Status));

        await service.Client.ActAsync(sweep, "retry");
        await service.Client.FollowAsync(sweep, cancellationToken: TestContext.Current.CancellationToken)
            .Where(followed => followed.Record.Kind == JobEventKind.Progress)
            .Skip(1)
            .FirstAsync();

        Assert.Equal((JobStatus.Running, 2), ((await service.Client.GetJobAsync(sweep)).Status, (await service.Client.GetJobAsync(sweep)).Attempt));
        Assert.Equal([JobStatus.Cancelled, JobStatus.Queued], (await service.Client.TrialsOfAsync(sweep)).Select(trial => trial.Status));
        Assert.Equal(1, (await service.Client.ReportAsync(sweep)).JobsStarted);
    }

    [Fact]
    public async Task AJobThatIsCancelled_IsACandidateThatFailed_AndTheSweepFailsOnlyWhenAllHave()
    {
        await using HoneService service = await trained.CopyAsync();
        Guid sweep = (await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies("best"))).Id;
        await service.Client.WaitForTrialsAsync(sweep, ended: 0);
        await service.Client.ActAsync((await service.Client.TrialsOfAsync(sweep))[0].Id, "cancel");
        await service.Client.WaitForTrialsAsync(sweep, ended: 1);
        IReadOnlyList<JobResponse> trials = await service.Client.TrialsOfAsync(sweep);
        Assert.Equal([JobStatus.Cancelled, JobStatus.Queued], trials.Select(trial => trial.Status));
        await service.Client.ActAsync(trials[1].Id, "cancel");

        JobResponse ended = await service.Client.WaitForEndAsync(sweep);

        Assert.Equal((JobStatus.Failed, ProblemCodes.EveryCandidateFailed), (ended.Status, ended.Error?.Code));
        SweepReport report = await service.Client.ReportAsync(sweep);
        Assert.Equal((2, 3, null), (report.JobsStarted, report.JobsPlanned, report.Winner));
        Assert.All(report.Candidates, candidate => Assert.Null(Assert.Single(candidate.Trials).Value));
    }

    /// <summary>The test is the worker of this sweep: it takes the first job to its end, and leaves the second at work until the sweep wants it to end.</summary>
    [Fact]
    public async Task TheBestSoFar_Wins_WhenTheTimeIsOver()
    {
        await using HoneService service = await trained.CopyAsync();
        JobStore jobs = service.Services.GetRequiredService<JobStore>();
        Guid sweep = (await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies("best", minutes: 0.05))).Id;
        await service.Client.WaitForTrialsAsync(sweep, ended: 0);
        Guid first = (await service.Client.TrialsOfAsync(sweep))[0].Id;
        JobDirectory directory = new(Path.Combine(service.DataPath, "jobs", first.ToString()));
        new ModelDirectory(Directory.EnumerateDirectories(Path.Combine(service.DataPath, "models")).First()).CopyTo(directory.Output);

        await jobs.ChangeAsync(first, job => job.Start(jobs.Now), CancellationToken.None);
        TrainerResult result = new() { Metrics = new Dictionary<string, double> { ["validation/accuracy"] = 0.6, ["test/accuracy"] = 0.5 } };
        await service.Services.GetRequiredService<TrialCompletion>().CompleteAsync(first, directory, result, CancellationToken.None);
        await service.Client.WaitForTrialsAsync(sweep, ended: 1);
        Guid second = (await service.Client.TrialsOfAsync(sweep))[1].Id;
        await jobs.ChangeAsync(second, job => job.Start(jobs.Now), CancellationToken.None);
        while (!(await service.Client.GetJobAsync(second)).CancelRequested)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await jobs.ChangeAsync(second, job => job.Cancel(jobs.Now), CancellationToken.None);
        JobResponse ended = await service.Client.WaitForEndAsync(sweep);

        Assert.Equal((JobStatus.Succeeded, new JobResult("best", 1)), (ended.Status, ended.Result));
        SweepReport report = await service.Client.ReportAsync(sweep);
        Assert.Equal((1, first, 0.5), (report.Winner!.Candidate, report.Winner.Job, report.Winner.Test["accuracy"]));
        Assert.Equal([JobStatus.Succeeded, JobStatus.Cancelled], report.Candidates.SelectMany(candidate => candidate.Trials).Select(trial => trial.Status));
        Assert.False(Directory.Exists(Path.Combine(service.DataPath, "jobs", sweep.ToString())));
    }

    [Fact]
    public async Task AJobOfASweep_CannotBeTriedAgainAlone()
    {
        await using HoneService service = await trained.CopyAsync();
        Guid sweep = (await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies("best"))).Id;
        await service.Client.WaitForTrialsAsync(sweep, ended: 0);
        Guid trial = (await service.Client.TrialsOfAsync(sweep))[0].Id;
        await service.Client.ActAsync(trial, "cancel");

        using HttpResponseMessage refused = await service.Client.PostAsync(new Uri($"/jobs/{trial}/retry", UriKind.Relative), null);

        Assert.Equal(ProblemCodes.PartOfSweep, (await refused.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task WhatASweepLearnsFrom_CannotBeDeletedMeanwhile()
    {
        await using HoneService service = await trained.CopyAsync();
        await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies("best"));

        using HttpResponseMessage dataset = await service.Client.DeleteAsync(new Uri($"/datasets/{TrainedService.Dataset}", UriKind.Relative));
        using HttpResponseMessage start = await service.Client.DeleteAsync(new Uri($"/models/{TrainedService.Pretrained}/versions/1", UriKind.Relative));

        Assert.Equal(ProblemCodes.InUse, (await dataset.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        Assert.Equal(ProblemCodes.InUse, (await start.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task TheSameKey_StartsOneSweep()
    {
        await using HoneService service = await trained.CopyAsync();
        List<Guid> ids = [];
        for (int i = 0; i < 2; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/jobs/sweep") { Content = JsonContent.Create(TinySweeps.OfStrategies("best"), options: HoneJson.Options) };
            request.Headers.Add("Idempotency-Key", "k");
            using HttpResponseMessage response = await service.Client.SendAsync(request);
            ids.Add((await response.ReadAsync<JobResponse>(HttpStatusCode.Accepted)).Id);
        }

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Report_IsOfSweepsOnly()
    {
        HoneService service = await trained.Service;
        using HttpResponseMessage listed = await service.Client.GetAsync(new Uri("/jobs?kind=pretrain&limit=1", UriKind.Relative));
        Guid id = (await listed.ReadAsync<Page<JobResponse>>()).Items[0].Id;

        using HttpResponseMessage refused = await service.Client.GetAsync(new Uri($"/jobs/{id}/report", UriKind.Relative));

        Assert.Equal(ProblemCodes.NoReport, (await refused.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
    }
}
