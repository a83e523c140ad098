using System.Net;
using Hone.Api.Errors;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Security;

public sealed class ForeignPageGuardTests(SharedService shared)
{
    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2:5098")]
    [InlineData("[::1]:5080")]
    public async Task Requests_Pass_WhenTheyNameThisMachine(string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/health/live") { Headers = { Host = host } };
        using HttpResponseMessage response = await shared.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("192.168.0.1")]
    public async Task Requests_AreRefused_WhenTheyNameAnotherHost(string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/health/live") { Headers = { Host = host } };
        using HttpResponseMessage response = await shared.Client.SendAsync(request);

        Assert.Equal(ProblemCodes.UnknownHost, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
    }

    [Theory]
    [InlineData("/corpora?name=foreign", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/corpora?name=foreign", "Sec-Fetch-Site", "same-site")]
    [InlineData("/corpora?name=foreign", "Origin", "https://attacker.example")]
    [InlineData("/corpora?name=foreign", "Origin", "http://localhost:1")]
    [InlineData("/corpora?name=foreign", "Origin", "null")]
    [InlineData("/jobs/0198c0de-0000-7000-8000-000000000000/cancel", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/hangfire/recurring/trigger", "Sec-Fetch-Site", "cross-site")]
    public async Task Writes_AreRefused_WhenAPageOfAnotherOriginSendsThem(string path, string header, string value)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent("a document"), Headers = { { header, value } } };
        using HttpResponseMessage response = await shared.Client.SendAsync(request);

        ProblemResponse problem = await response.ReadProblemAsync(HttpStatusCode.Forbidden);

        Assert.Equal(ProblemCodes.CrossOrigin, problem.Code);
        using HttpResponseMessage nothing = await shared.Client.GetAsync(new Uri("/corpora/foreign", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "(own)")]
    public async Task Writes_Pass_WhenThePageIsOurs(string header, string value)
    {
        string origin = shared.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using HttpRequestMessage request = new(HttpMethod.Post, "/corpora") { Headers = { { header, value == "(own)" ? origin : value } } };
        using HttpResponseMessage response = await shared.Client.SendAsync(request);

        Assert.Equal(ProblemCodes.MissingField, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
    }

    [Fact]
    public async Task Reads_Pass_WhereverTheyComeFrom()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/health/live") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        using HttpResponseMessage response = await shared.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
