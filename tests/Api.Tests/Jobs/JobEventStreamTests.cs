using System.Net;
using Hone.Api.Jobs;
using Hone.Api.Requests;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Jobs;

public sealed class JobEventStreamTests(TrainedService trained)
{
    [Fact]
    public async Task LastEventId_GivesExactlyWhatWasMissed_AtEveryPlace()
    {
        HoneService service = await trained.Service;
        Guid id = await FinishedAsync(service);
        List<FollowedEvent> all = await service.Client.FollowAsync(id).ToListAsync();

        Assert.True(all.Count > 5);
        for (int seen = 0; seen <= all.Count; seen++)
        {
            List<FollowedEvent> missed = await service.Client.FollowAsync(id, after: seen).ToListAsync();
            Assert.Equal(all.Skip(seen).Select(followed => followed.Id), missed.Select(followed => followed.Id));
        }
    }

    [Fact]
    public async Task AClientThatIsCutOffAgainAndAgain_MissesNothingOfARunningJob()
    {
        HoneService service = await trained.Service;
        JobResponse job = await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain(SharedService.NewName("cut"), TrainedService.Corpus, steps: 20));

        List<FollowedEvent> pieces = [];
        while (pieces.LastOrDefault()?.Record.Status is null or JobStatus.Queued or JobStatus.Running)
        {
            pieces.AddRange(await service.Client.FollowAsync(job.Id, pieces.LastOrDefault()?.Id, TestContext.Current.CancellationToken).Take(3).ToListAsync());
        }

        List<FollowedEvent> whole = await service.Client.FollowAsync(job.Id).ToListAsync();
        Assert.Equal(whole.Select(followed => followed.Id), pieces.Select(followed => followed.Id));
    }

    [Fact]
    public async Task TheStream_Answers204_WhenThereIsNothingMoreToCome()
    {
        HoneService service = await trained.Service;
        Guid id = await FinishedAsync(service);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/jobs/{id}/events");
        request.Headers.Add("Last-Event-ID", "1000000");

        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task TheStream_IsRefused_BeyondTheEndOfAJobThatIsNotOver()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        JobResponse job = await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("m", "colours"));
        using HttpRequestMessage request = new(HttpMethod.Get, $"/jobs/{job.Id}/events");
        request.Headers.Add("Last-Event-ID", "2");

        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.Equal(ProblemCodes.InvalidCursor, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
    }

    private static async Task<Guid> FinishedAsync(HoneService service)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri("/jobs?kind=finetune&status=succeeded", UriKind.Relative));
        return (await response.ReadAsync<Page<JobResponse>>()).Items[0].Id;
    }
}
