using System.Net.Sockets;
using System.Text;

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
        Uri address = service.Client.BaseAddress!;
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        string head = $"{requestLine}\r\nHost: {address.Authority}\r\nContent-Type: {mediaType}\r\nContent-Length: 50000\r\n\r\n{beginning}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        while (!(await service.InventoryAsync()).Any(entry => entry.StartsWith("tmp", StringComparison.Ordinal)))
        {
            await Task.Delay(20, cancellationToken);
        }

        await service.StopAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataPath, "tmp")));
        Directory.Delete(service.DataPath, recursive: true);
    }
}
