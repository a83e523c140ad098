using System.Net;
using Hone.Api.Jobs;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Requests;
using Hone.Domain.Jobs;

namespace Hone.Api.Tests.Jobs.Sweeps;

/// <summary>Sweeps over tiny networks, and what is asked about them.</summary>
internal static class TinySweeps
{
    /// <summary>Two strategies on one base, in two rungs: three jobs.</summary>
    public static object OfStrategies(string model, double minutes = 60) => new
    {
        model,
        dataset = TrainedService.Dataset,
        bases = new[] { TrainedService.Pretrained },
        strategies = new object[] { new { kind = "full" }, new { kind = "head-only" } },
        training = new { epochs = 2, batchTokens = 256, learningRate = 0.01 },
        eta = 2,
        budget = new { minutes },
    };

    /// <summary>The jobs that a sweep has started, in the order in which it did.</summary>
    public static async Task<IReadOnlyList<JobResponse>> TrialsOfAsync(this HttpClient client, Guid sweep)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/jobs?parent={sweep}&limit=100", UriKind.Relative));
        return [.. (await response.ReadAsync<Page<JobResponse>>()).Items.Reverse()];
    }

    public static async Task<SweepReport> ReportAsync(this HttpClient client, Guid sweep)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/jobs/{sweep}/report", UriKind.Relative));
        return await response.ReadAsync<SweepReport>();
    }

    /// <summary>Cancels a job or tries it again.</summary>
    public static async Task<JobResponse> ActAsync(this HttpClient client, Guid id, string action)
    {
        using HttpResponseMessage response = await client.PostAsync(new Uri($"/jobs/{id}/{action}", UriKind.Relative), null);
        return await response.ReadAsync<JobResponse>(HttpStatusCode.Accepted);
    }

    /// <summary>Waits until a sweep has written down the end of so many of its jobs and done what follows from it.</summary>
    public static Task<FollowedEvent> WaitForTrialsAsync(this HttpClient client, Guid sweep, long ended) =>
        client.WaitForAsync(sweep, record => record.Kind == JobEventKind.Progress && record.Progress!.Step == ended);
}
