using System.Net;
using System.Text;
using Hone.Api.Errors;
using Hone.Domain.Problems;
using static Hone.Api.Tests.BadInput.Uploads;

namespace Hone.Api.Tests.Errors;

public sealed class ProblemMiddlewareTests(SharedService shared)
{
    [Fact]
    public async Task AnAnswer_NamesLimitAndSetting_WhenTheBodyIsTooLarge()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0", "Limits:RequestBytes=100", "Limits:UploadBytes=200");
        using StringContent body = new(new string(' ', 101), Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, "/predict") { Content = body, Headers = { ExpectContinue = true } };
        using HttpRequestMessage upload = Corpus("?name=x", new string('a', 201));
        upload.Headers.ExpectContinue = true;

        ProblemResponse tooLarge = await (await service.Client.SendAsync(request)).ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        ProblemResponse alsoTooLarge = await (await service.Client.SendAsync(upload)).ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("100 bytes (Hone:Limits:RequestBytes)", tooLarge.Detail, StringComparison.Ordinal);
        Assert.Contains("200 bytes (Hone:Limits:UploadBytes)", alsoTooLarge.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswer_QuotesLittle()
    {
        using HttpResponseMessage response = await shared.Client.GetAsync($"/models/{new string('A', 3000)}");

        Assert.InRange((await response.ReadProblemAsync(HttpStatusCode.NotFound)).Detail.Length, 1, 100);
    }

    [Fact]
    public async Task TheDashboard_RefusesInTheSameForm()
    {
        using HttpResponseMessage response = await shared.Client.PostAsync("/hangfire/recurring/trigger", null);

        Assert.Equal(ProblemCodes.Forbidden, (await response.ReadProblemAsync(HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task MissingContent_IsSaidToBeMissing_WithoutItsPath()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        (await service.Client.SendAsync(Corpus("?name=x", "text"))).Dispose();
        Directory.Delete(Path.Combine(service.DataPath, "blobs"), recursive: true);

        using HttpResponseMessage response = await service.Client.GetAsync("/corpora/x/documents");

        ProblemResponse problem = await response.ReadProblemAsync(HttpStatusCode.InternalServerError);
        Assert.Equal(ProblemCodes.ContentMissing, problem.Code);
        Assert.DoesNotContain(service.DataPath, problem.Detail, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(service.DataPath, "blobs"));
    }
}
