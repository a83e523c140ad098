using System.Diagnostics;

namespace Hone.Api.Tests.Workers;

/// <summary>The service as it runs in earnest, in a process of its own that can be killed.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process process;

    private ServiceProcess(Process process, string address)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    public static async Task<ServiceProcess> StartAsync(string data)
    {
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Hone.Api.dll"), "--urls=http://127.0.0.1:0", $"--Hone:DataPath={data}",
                "--Hone:Workers:PollMilliseconds=20", "--Hone:Workers:Threads=1",
            },
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        List<string> printed = [];
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            printed.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and int at)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None); // what nobody reads would stop it from printing
                return new ServiceProcess(process, line[(at + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException($"The service did not start: {string.Join('\n', printed)}");
    }

    /// <summary>Kills the service, and only it, without warning.</summary>
    public void Dispose()
    {
        Client.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
