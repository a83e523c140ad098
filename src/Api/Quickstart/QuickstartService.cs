using System.Globalization;
using System.Net.NetworkInformation;
using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hone.Api.Quickstart;

/// <summary>The service itself, started in this process on an address and a data folder of the quickstart's own.</summary>
internal sealed class QuickstartService : IAsyncDisposable
{
    private readonly WebApplication app;

    private QuickstartService(WebApplication app, string dataPath)
    {
        this.app = app;
        DataPath = dataPath;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    /// <summary>Where it keeps database, texts and models.</summary>
    public string DataPath { get; }

    /// <summary>Where it logs.</summary>
    public string Log => LogIn(DataPath);

    /// <summary>Is cancelled when the service is asked to stop, with Ctrl+C for example.</summary>
    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    /// <summary>Starts the service and waits until it answers.</summary>
    /// <exception cref="UnusableDataException">The data folder is in use, or cannot be used.</exception>
    public static async Task<QuickstartService> StartAsync(QuickstartOptions options)
    {
        string dataPath = options.DataPath ?? FreeFolder();
        WebApplication app = HoneApplication.Build(
        [
            $"--{WebHostDefaults.ServerUrlsKey}={options.Url ?? FreeUrl()}",
            $"--{HoneOptions.Section}:{nameof(HoneOptions.DataPath)}={dataPath}",
            $"--{HoneOptions.Section}:{nameof(HoneOptions.Logging)}:{nameof(LoggingOptions.File)}={LogIn(dataPath)}",
        ]);
        await app.StartAsync();
        return new QuickstartService(app, dataPath);
    }

    /// <summary>Serves until it is asked to stop.</summary>
    public Task ServeAsync() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static string LogIn(string dataPath) => Path.Combine(dataPath, "service.log");

    /// <summary>The folder of earlier runs, so that their models stay, or one beside it while another quickstart serves from that.</summary>
    private static string FreeFolder()
    {
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "hone");
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => Path.Combine(home, number == 1 ? "quickstart" : string.Create(CultureInfo.InvariantCulture, $"quickstart-{number}")))
            .First(folder => !DataLock.IsTaken(folder));
    }

    /// <summary>The service's usual address, or one with a port that the system chooses when that is taken.</summary>
    private static string FreeUrl()
    {
        Uri usual = new(new HoneOptions().Urls);
        bool taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == usual.Port);
        return taken ? $"{usual.Scheme}://{usual.Host}:0" : usual.GetLeftPart(UriPartial.Authority);
    }
}
