using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Services;

/// <summary>The service as a process of its own, on a free port of this machine.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly Process process;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="workers">Trainers that may be at work at the same time.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="MeasurementException">It ended, or is not ready in two minutes.</exception>
    public ServiceProcess(string data, int workers, CancellationToken cancellationToken)
    {
        Data = Directory.CreateDirectory(data).FullName;
        Uri address = new($"http://127.0.0.1:{FreePort()}");
        Client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Hone.Api.dll"), $"--urls={address}", $"--Hone:DataPath={Data}", $"--Hone:Workers:Count={workers}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        try
        {
            WaitUntilReady(cancellationToken);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Speaks to it.</summary>
    public HttpClient Client { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>Its resident memory now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="MeasurementException">It was refused.</exception>
    public string Send(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        using HttpResponseMessage response = Client.SendAsync(request, cancellationToken).GetAwaiter().GetResult();
        string body = response.Content.ReadAsStringAsync(cancellationToken).GetAwaiter().GetResult();
        return response.IsSuccessStatusCode ? body : throw new MeasurementException($"The service answered {(int)response.StatusCode}: {body}");
    }

    /// <summary>Makes a model directory the next version of a model.</summary>
    public void ImportModel(string name, string directory, CancellationToken cancellationToken)
    {
        using MemoryStream archive = new();
        ZipFile.CreateFromDirectory(directory, archive, CompressionLevel.NoCompression, includeBaseDirectory: false);
        using ByteArrayContent content = new(archive.ToArray()) { Headers = { ContentType = new("application/zip") } };
        Send(HttpMethod.Post, $"models/import?name={name}", content, cancellationToken);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        Client.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WaitUntilReady(CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!IsReady())
        {
            if (process.HasExited || clock.Elapsed > LongestStart)
            {
                throw new MeasurementException(process.HasExited ? $"The service ended with {process.ExitCode}." : "The service did not get ready.");
            }

            cancellationToken.WaitHandle.WaitOne(100);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private bool IsReady()
    {
        try
        {
            using HttpResponseMessage response = Client.Send(new HttpRequestMessage(HttpMethod.Get, "health/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }
}
