using System.Net;
using System.Text.Json;
using Hone.Api.Errors;
using Hone.Api.Evaluations;
using Hone.Api.Jobs;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Evaluations;

public sealed class EvaluationsApiTests(TrainedService trained)
{
    private static readonly Uri FirstVersion = new($"/models/{TrainedService.Classifier}/versions/1", UriKind.Relative);

    [Fact]
    public async Task AnEvaluation_ComesToTheMetricsOfTheVersion_AndStaysWithIt()
    {
        HoneService service = await trained.Service;
        ModelVersionResponse version = await GetAsync<ModelVersionResponse>(service, FirstVersion.ToString());

        JobResponse job = await service.Client.WaitForEndAsync((await service.Client.SubmitAsync(
            "evaluate",
            new { model = $"{TrainedService.Classifier}:1", dataset = TrainedService.Dataset, compareWith = $"{TrainedService.Classifier}:2", resamples = 50, worstExamples = 2 })).Id);

        Assert.True(job.Status == JobStatus.Succeeded, job.Error?.ToString());
        Assert.Equal((JobKind.Evaluate, "test"), (job.Kind, job.Spec.GetProperty("split").GetString()));
        Assert.Equal((TrainedService.Classifier, 1, null), (job.Result!.Model, job.Result.Version, job.Result.File));
        Dictionary<string, double> expected = version.Metrics.Where(metric => metric.Key.StartsWith("test/", StringComparison.Ordinal)).ToDictionary();
        Assert.Equal(expected, job.Metrics.ToDictionary());
        JsonElement shown = await GetAsync<JsonElement>(service, $"{FirstVersion}/evaluations/{job.Result.Evaluation}");
        Assert.Equal(expected["test/accuracy"], shown.GetProperty("metrics").GetProperty("accuracy").GetDouble());
        Assert.Equal($"{TrainedService.Classifier}:2", shown.GetProperty("comparedWith").GetString());
        Assert.Equal(2, shown.GetProperty("report").GetProperty("worstExamples").GetArrayLength());
        using HttpResponseMessage elsewhere = await service.Client.GetAsync(new Uri($"/jobs/{job.Id}/report", UriKind.Relative));
        Assert.Contains($"{FirstVersion}/evaluations/{job.Result.Evaluation}.", (await elsewhere.ReadProblemAsync(HttpStatusCode.NotFound)).Detail, StringComparison.Ordinal);
        Page<EvaluationResponse> listed = await GetAsync<Page<EvaluationResponse>>(service, $"{FirstVersion}/evaluations");
        EvaluationResponse found = listed.Items.Single(evaluation => evaluation.Id == job.Result.Evaluation);
        Assert.Equal((job.Id, TrainedService.Dataset, SplitName.Test), (found.JobId, found.Dataset, found.Split));
        Assert.DoesNotContain("report", (await GetAsync<JsonElement>(service, $"{FirstVersion}/evaluations")).ToString(), StringComparison.Ordinal);
        string text = shown.GetProperty("report").GetProperty("worstExamples")[0].GetProperty("example").GetProperty("text").GetString()!;
        Assert.DoesNotContain(text, string.Join('\n', Directory.EnumerateFiles(Path.Combine(service.DataPath, "jobs", job.Id.ToString())).Select(File.ReadAllText)), StringComparison.Ordinal);

        await using HoneService copy = await trained.CopyAsync();
        using HttpResponseMessage deleted = await copy.Client.DeleteAsync(FirstVersion);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await using HoneDbContext db = await copy.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();
        Assert.False(await db.ModelEvaluations.AnyAsync(evaluation => evaluation.Id == job.Result.Evaluation));
    }

    [Fact]
    public async Task WhatAnEvaluationNeeds_CannotBeDeletedUnderIt()
    {
        await using HoneService service = await trained.CopyAsync();
        JobResponse job = await service.Client.SubmitAsync(
            "evaluate",
            new { model = $"{TrainedService.Classifier}:1", dataset = TrainedService.Dataset, compareWith = $"{TrainedService.Classifier}:2" });

        foreach (string needed in new[] { FirstVersion.ToString(), $"/models/{TrainedService.Classifier}/versions/2", $"/datasets/{TrainedService.Dataset}" })
        {
            using HttpResponseMessage refused = await service.Client.DeleteAsync(new Uri(needed, UriKind.Relative));
            Assert.Equal(ProblemCodes.InUse, (await refused.ReadAsync<ProblemResponse>(HttpStatusCode.Conflict)).Code);
        }

        using HttpResponseMessage cancelled = await service.Client.PostAsync(new Uri($"/jobs/{job.Id}/cancel", UriKind.Relative), null);
        using HttpResponseMessage deleted = await service.Client.DeleteAsync(FirstVersion);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.NoContent), (cancelled.StatusCode, deleted.StatusCode));
    }

    [Fact]
    public async Task AnEvaluation_IsRefused_WhenItDoesNotExist()
    {
        HoneService service = await trained.Service;

        foreach (string id in new[] { "nothing", "0198c0de-0000-7000-8000-000000000000" })
        {
            using HttpResponseMessage response = await service.Client.GetAsync(new Uri($"{FirstVersion}/evaluations/{id}", UriKind.Relative));
            Assert.Equal(ProblemCodes.UnknownEvaluation, (await response.ReadAsync<ProblemResponse>(HttpStatusCode.NotFound)).Code);
        }
    }

    private static async Task<T> GetAsync<T>(HoneService service, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.ReadAsync<T>();
    }
}
