using Hone.Api.Jobs;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Models;
using Hone.Api.Tests.Workers;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Jobs.Sweeps;

/// <summary>Sweeps with real trainers.</summary>
public sealed class SweepTests(TrainedService trained)
{
    [Fact]
    public async Task ASweep_MakesAVersionOfItsBestCandidate_AndTellsHowItFoundIt()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("best");

        Guid id = (await service.Client.SubmitAsync("sweep", TinySweeps.OfStrategies(name))).Id;
        JobResponse sweep = await service.Client.WaitForEndAsync(id);

        Assert.True(sweep.Status == JobStatus.Succeeded, $"{sweep.Status}: {sweep.Error}");
        Assert.Equal(new JobResult(name, 1), sweep.Result);
        Assert.Equal((3L, 3L), (sweep.Progress!.Step, sweep.Progress.TotalSteps));
        SweepReport report = await service.Client.ReportAsync(id);
        Assert.Equal(("accuracy", 3, 3), (report.Metric, report.JobsStarted, report.JobsPlanned));
        Assert.Equal([2, 1], report.Rungs);
        Assert.Equal([1, 2], report.Candidates.Select(candidate => candidate.Rank));
        (SweepReportCandidate first, SweepReportCandidate second) = (report.Candidates[0], report.Candidates[1]);
        Assert.Equal([(1, 1), (2, 2)], first.Trials.Select(trial => (trial.Rung, trial.Epochs)));
        Assert.Equal([(1, 1)], second.Trials.Select(trial => (trial.Rung, trial.Epochs)));
        Assert.True(first.Trials[0].Value >= second.Trials[0].Value);
        Assert.Equal([StrategyKind.Full, StrategyKind.HeadOnly], report.Candidates.Select(candidate => candidate.Strategy.Kind).Order());

        IReadOnlyList<JobResponse> trials = await service.Client.TrialsOfAsync(id);
        Dictionary<Guid, JobResponse> jobs = trials.ToDictionary(trial => trial.Id);
        Assert.Equal(3, jobs.Count);
        Assert.All(report.Candidates.SelectMany(candidate => candidate.Trials), trial =>
        {
            Assert.Equal(jobs[trial.Job].Metrics["validation/accuracy"], trial.Value);
            Assert.Equal(jobs[trial.Job].Cost, trial.Cost);
            Assert.True(trial is { Status: JobStatus.Succeeded, Seconds: > 0, Cost: { Tokens: > 0, PeakMemoryBytes: > 0 } });
        });
        Dictionary<StrategyKind, SweepReportCandidate> byStrategy = report.Candidates.ToDictionary(candidate => candidate.Strategy.Kind);
        Assert.True(byStrategy[StrategyKind.HeadOnly].Trials[0].Cost!.TrainableParameters < byStrategy[StrategyKind.Full].Trials[0].Cost!.TrainableParameters);
        Assert.Equal(report.Candidates.SelectMany(candidate => candidate.Trials).Sum(trial => trial.Cost!.Tokens), report.Tokens);

        ModelVersionResponse version = await GetAsync<ModelVersionResponse>(service, $"/models/{name}/versions/1");
        Assert.Equal(first.Trials[1].Job, version.JobId);
        Assert.Equal(new LineageSweep(id, first.Candidate, 2, 2), version.Lineage.Sweep);
        Assert.Equal(report.Winner!.Test["accuracy"], version.Metrics["test/accuracy"]);
        Assert.Equal((first.Candidate, version.JobId, name, 1), (report.Winner.Candidate, report.Winner.Job, report.Winner.Model, report.Winner.Version));
        Assert.Equal(new JobResult(name, 1), jobs[version.JobId!.Value].Result);
        Assert.All(trials.Where(trial => trial.Id != version.JobId), trial => Assert.Equal(new JobResult(), trial.Result));
        Assert.False(Directory.Exists(Path.Combine(service.DataPath, "jobs", id.ToString())));
    }

    /// <summary>The trial would go on for hours; the sweep stops it.</summary>
    [Fact]
    public async Task ASweep_StopsWhatTrains_WhenItsTimeIsOver()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:PollMilliseconds=20", "Workers:Threads=1");
        await TinyJobs.UploadDatasetAsync(service.Client, "kinds");

        JobResponse sweep = await service.Client.WaitForEndAsync((await service.Client.SubmitAsync("sweep", FromScratch("m", epochs: 10_000, minutes: 0.03))).Id);

        Assert.Equal((JobStatus.Failed, ProblemCodes.BudgetUsedUp), (sweep.Status, sweep.Error?.Code));
        Assert.Equal([JobStatus.Cancelled], (await service.Client.TrialsOfAsync(sweep.Id)).Select(trial => trial.Status));
    }

    [Fact]
    public async Task ASweepWhoseServiceWasKilled_GoesOnUnderTheNext_AndTrainsNothingTwice()
    {
        string data = Directory.CreateTempSubdirectory("hone-test-").FullName;
        Guid id;
        using (ServiceProcess killed = await ServiceProcess.StartAsync(data))
        {
            await TinyJobs.UploadDatasetAsync(killed.Client, "kinds");
            id = (await killed.Client.SubmitAsync("sweep", FromScratch("best", epochs: 4, minutes: 60))).Id;
            await killed.Client.WaitForTrialsAsync(id, ended: 1);
            Guid second = (await killed.Client.TrialsOfAsync(id))[1].Id;
            await killed.Client.WaitForAsync(second, record => record.Status == JobStatus.Running);
        }

        using (ServiceProcess next = await ServiceProcess.StartAsync(data))
        {
            JobResponse sweep = await next.Client.WaitForEndAsync(id);

            Assert.Equal((JobStatus.Succeeded, 1, new JobResult("best", 1)), (sweep.Status, sweep.Attempt, sweep.Result));
            SweepReport report = await next.Client.ReportAsync(id);
            Assert.Equal((3, 3), (report.JobsStarted, report.JobsPlanned));
            IReadOnlyList<JobResponse> trials = await next.Client.TrialsOfAsync(id);
            Assert.Equal(1, trials[0].Attempt);
            Assert.InRange(trials[1].Attempt, 1, 2); // it may have ended in the moment of the kill
            Assert.Single(Directory.EnumerateDirectories(Path.Combine(data, "models")));
            Assert.Equal(trials.Select(trial => trial.Id.ToString()).Order(), Directory.EnumerateDirectories(Path.Combine(data, "jobs")).Select(path => Path.GetFileName(path)).Order());
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>Two learning rates of a fresh network, in two rungs: three jobs.</summary>
    private static object FromScratch(string model, int epochs, double minutes) => new
    {
        model,
        dataset = "kinds",
        architecture = new { preset = "tiny", layers = 1, hidden = 16, heads = 2, maxLength = 32 },
        training = new { epochs, batchTokens = 256, learningRate = new[] { 0.01, 0.001 } },
        eta = 2,
        budget = new { jobs = 3, minutes },
    };

    private static async Task<T> GetAsync<T>(HoneService service, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.ReadAsync<T>();
    }
}
