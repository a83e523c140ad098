using System.Net.Sockets;
using System.Text;

namespace Hone.Api.Tests.Uploads;

/// <summary>An upload that has begun to arrive and of which the rest does not come.</summary>
internal static class UnfinishedUpload
{
    /// <summary>Sends the beginning of an upload, and waits until the service has begun to write it down.</summary>
    /// <param name="service">The service.</param>
    /// <param name="requestLine">Such as <c>POST /corpora?name=x HTTP/1.1</c>.</param>
    /// <param name="mediaType">What the body is said to be.</param>
    /// <param name="beginning">What is sent of the body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection; disposing it resets it, as when a process is killed.</returns>
    public static async Task<TcpClient> BeginAsync(HoneService service, string requestLine, string mediaType, string beginning, CancellationToken cancellationToken)
    {
        Uri address = service.Client.BaseAddress!;
        TcpClient client = new() { LingerState = new LingerOption(enable: true, seconds: 0) };
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        string head = $"{requestLine}\r\nHost: {address.Authority}\r\nContent-Type: {mediaType}\r\nContent-Length: 50000\r\n\r\n{beginning}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await service.WaitUntilAsync(inventory => inventory.Any(entry => entry.StartsWith("tmp", StringComparison.Ordinal)));
        return client;
    }
}
