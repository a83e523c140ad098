using System.Net;
using Hone.Api.Tests.Jobs;

namespace Hone.Api.Tests.Requests;

public sealed class HeadRequestsTests
{
    [Fact(Timeout = 60_000)]
    public async Task Head_IsAnsweredAsGet_WithoutTheBody()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        await TinyJobs.UploadCorpusAsync(service.Client, "colours");
        Guid waiting = (await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("m", "colours"))).Id;

        foreach (string path in new[] { "/corpora", "/corpora/colours/documents", "/corpora/nothing", "/health/live", "/swagger/v1/swagger.json", $"/jobs/{waiting}", $"/jobs/{waiting}/events" })
        {
            using HttpRequestMessage request = new(HttpMethod.Head, path);
            using HttpResponseMessage head = await service.Client.SendAsync(request, TestContext.Current.CancellationToken); // of a stream without end too
            using HttpResponseMessage get = await service.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Head_IsRefused_WhereGetIs()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        using HttpResponseMessage response = await service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/predict"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
