using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Hone.Api.Tests.Jobs;
using Hone.Api.Tests.Uploads;

namespace Hone.Api.Tests.Observability;

/// <summary>What ordinary life leaves in the log: requests, and no errors.</summary>
public sealed class LogTests(TrainedService trained) : IDisposable
{
    private readonly string log = Path.GetTempFileName();

    private string[] Settings => ["Workers:Count=0", "Logging:Level=Information", $"Logging:File={log}"];

    public void Dispose() => File.Delete(log);

    [Theory(Timeout = 60_000)]
    [InlineData("POST /corpora?name=x HTTP/1.1", "text/plain", "some text\n\n")]
    [InlineData("POST /datasets HTTP/1.1", "multipart/form-data; boundary=xyz", "--xyz\r\nContent-Disposition: form-data; name=\"train\"; filename=\"t.csv\"\r\n\r\ntext,label\r\n")]
    public async Task AClientThatLeaves_IsNoError(string requestLine, string mediaType, string beginning)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using HoneService service = await HoneService.StartAsync(Settings);
        (await UnfinishedUpload.BeginAsync(service, requestLine, mediaType, beginning, cancellationToken)).Dispose();

        // As far as the server has come, it sees that nobody is there, or that the body breaks off.
        string written = await ReadUntilAsync(@" answered \d+ in .*\n", cancellationToken);

        Assert.True(Regex.IsMatch(written, " answered (499|400) "), written);
        Assert.DoesNotContain(" ERR ", written, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET /jobs/{id}/events HTTP/1.1", "")]
    [InlineData("POST /predict HTTP/1.1", """{"model":"tales","inputs":["red","one"],"parameters":{"maxTokens":4000,"temperature":1.5,"stream":true}}""")]
    public async Task AClientThatLeavesAStream_IsNoError(string requestLine, string body)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using HoneService service = await trained.CopyAsync(Settings);
        Guid waiting = (await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("waiting", TrainedService.Corpus))).Id;
        using (TcpClient client = new() { LingerState = new LingerOption(enable: true, seconds: 0) }) // resets, as when a process is killed
        {
            Uri address = service.Client.BaseAddress!;
            await client.ConnectAsync(address.Host, address.Port, cancellationToken);
            string head = $"{requestLine.Replace("{id}", waiting.ToString(), StringComparison.Ordinal)}\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + body), cancellationToken);
            using StreamReader stream = new(client.GetStream());
            while (await stream.ReadLineAsync(cancellationToken) is { } line && !line.StartsWith("event: ", StringComparison.Ordinal))
            {
                // The head of the answer, and sizes of chunks.
            }
        }

        string written = await ReadUntilAsync("(/events|/predict) answered .*\n", cancellationToken);

        Assert.DoesNotContain(" ERR ", written, StringComparison.Ordinal);
        Assert.Contains("answered 200", written, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task TwoUploadsOfOneName_AreAnAnswerAndARefusal_AndNoError()
    {
        await using HoneService service = await HoneService.StartAsync(Settings);
        TaskCompletionSource both = new();
        int arrived = 0;

        // Each body ends only when both have begun, so that neither finds the name taken when it comes.
        Task<HttpResponseMessage> Upload() => service.Client.PostAsync("/corpora?name=same", new AwaitedContent(async () =>
        {
            if (Interlocked.Increment(ref arrived) == 2)
            {
                both.SetResult();
            }

            await both.Task;
        }));
        HttpResponseMessage[] answers = await Task.WhenAll(Upload(), Upload());

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        string written = await ReadUntilAsync(@" answered 409 in .*\n", TestContext.Current.CancellationToken);
        Assert.DoesNotContain(" ERR ", written, StringComparison.Ordinal);
    }

    private async Task<string> ReadUntilAsync([StringSyntax(StringSyntaxAttribute.Regex)] string line, CancellationToken cancellationToken)
    {
        while (true)
        {
            using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string written = await reader.ReadToEndAsync(cancellationToken);
            if (Regex.IsMatch(written, line))
            {
                return written;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>A body that ends when something has happened after its beginning was sent.</summary>
    private sealed class AwaitedContent(Func<Task> begun) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("the first document\n\n"u8.ToArray());
            await stream.FlushAsync();
            await begun();
            await stream.WriteAsync("the second document\n"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
