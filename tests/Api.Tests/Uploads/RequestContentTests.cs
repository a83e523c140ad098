using System.Net.Sockets;

namespace Hone.Api.Tests.Uploads;

public sealed class RequestContentTests
{
    /// <summary>Were the stop to wait for the body, it would wait longer than this test may take.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData("POST /corpora?name=x HTTP/1.1", "text/plain", "some text\n\n")]
    [InlineData("POST /datasets HTTP/1.1", "multipart/form-data; boundary=xyz", "--xyz\r\nContent-Disposition: form-data; name=\"train\"; filename=\"t.csv\"\r\n\r\ntext,label\r\n")]
    public async Task AnUpload_IsEnded_WhenTheServiceStops(string requestLine, string mediaType, string beginning)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        HoneService service = await HoneService.StartAsync();
        using TcpClient client = await UnfinishedUpload.BeginAsync(service, requestLine, mediaType, beginning, cancellationToken);

        await service.StopAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataPath, "tmp")));
        Directory.Delete(service.DataPath, recursive: true);
    }
}
