namespace Hone.Api.Tests.Security;

public sealed class PageHeadersTests
{
    [Fact]
    public async Task Answers_TellBrowsersWhatTheyMayDoWithThem()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        foreach (string path in new[] { "/swagger/index.html", "/hangfire", "/corpora", "/nowhere" })
        {
            using HttpResponseMessage response = await service.Client.GetAsync(path);

            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        }
    }
}
