using System.Net;
using System.Net.Sockets;
using System.Text;
using Hone.Api.Errors;
using Hone.Api.Tests.Uploads;

namespace Hone.Api.Tests.BadInput;

/// <summary>Everything that is wrong with a request is answered with its status and code, and leaves nothing behind.</summary>
public sealed class BadInputTests(BadInputService bad) : IClassFixture<BadInputService>
{
    private static readonly Dictionary<string, BadInput> Table = new[] { BadCorpora.Cases, BadDatasets.Cases }.SelectMany(cases => cases).ToDictionary(input => input.Name);

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_IsRefused_AndLeavesNothing(string name)
    {
        BadInput input = Table[name];
        using HttpRequestMessage request = input.Request();

        // As curl does with large bodies: a body that is refused by its length is not sent, so that nobody writes into a closed connection.
        request.Headers.ExpectContinue = input.Status == (int)HttpStatusCode.RequestEntityTooLarge;
        using HttpResponseMessage response = await bad.Service.Client.SendAsync(request);
        ProblemResponse answer = await response.ReadProblemAsync((HttpStatusCode)input.Status);
        Assert.Equal(input.Code, answer.Code);
        if (input.Problem is var (code, field, file, line))
        {
            Assert.Contains(answer.Errors, problem =>
                problem.Code == code && (field ?? problem.Field) == problem.Field && (file ?? problem.File) == problem.File && (line ?? problem.Line) == problem.Line);
        }

        await bad.AssertNothingIsLeftAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("POST /corpora?name=x HTTP/1.1", "text/plain", "some text\n\n")]
    [InlineData("POST /corpora?name=x HTTP/1.1", "multipart/form-data; boundary=xyz", "--xyz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nsome text\r\n")]
    [InlineData("POST /datasets HTTP/1.1", "multipart/form-data; boundary=xyz", "--xyz\r\nContent-Disposition: form-data; name=\"train\"; filename=\"t.csv\"\r\n\r\ntext,label\r\n")]
    public async Task Upload_LeavesNothing_WhenTheClientLeaves(string requestLine, string mediaType, string beginning)
    {
        (await UnfinishedUpload.BeginAsync(bad.Service, requestLine, mediaType, beginning, TestContext.Current.CancellationToken)).Dispose();

        await bad.WaitUntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Upload_IsRefused_WhenItsBodyIsNotFramedAsHttpSays()
    {
        Uri address = bad.Service.Client.BaseAddress!;
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port);
        NetworkStream stream = client.GetStream();
        string request = $"POST /corpora?name=x HTTP/1.1\r\nHost: {address.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nsome text\r\nzz\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        string answer = await new StreamReader(stream).ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"upload-aborted\"", answer, StringComparison.Ordinal);
        await bad.AssertNothingIsLeftAsync();
    }
}
