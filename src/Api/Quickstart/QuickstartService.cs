using System.Globalization;
using System.Net.NetworkInformation;
using Hone.Api.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hone.Api.Quickstart;

/// <summary>The service itself, started in this process on an address and a data folder of the quickstart's own.</summary>
internal sealed class QuickstartService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly FileStream claim;

    private QuickstartService(WebApplication app, FileStream claim)
    {
        this.app = app;
        this.claim = claim;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    /// <summary>Where it keeps database, texts and models.</summary>
    public string DataPath => Path.GetDirectoryName(claim.Name)!;

    /// <summary>Where it logs.</summary>
    public string Log => LogIn(DataPath);

    /// <summary>Is cancelled when the service is asked to stop, with Ctrl+C for example.</summary>
    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    /// <summary>Starts the service and waits until it answers.</summary>
    /// <exception cref="QuickstartException">The data folder is in use by another quickstart.</exception>
    public static async Task<QuickstartService> StartAsync(QuickstartOptions options)
    {
        FileStream claim = options.DataPath is { } given
            ? Claim(given) ?? throw new QuickstartException($"Another quickstart is at work in {given}.")
            : ClaimFreeFolder();
        string dataPath = Path.GetDirectoryName(claim.Name)!;
        WebApplication app = HoneApplication.Build(
        [
            $"--{WebHostDefaults.ServerUrlsKey}={options.Url ?? FreeUrl()}",
            $"--{HoneOptions.Section}:{nameof(HoneOptions.DataPath)}={dataPath}",
            $"--{HoneOptions.Section}:{nameof(HoneOptions.Logging)}:{nameof(LoggingOptions.File)}={LogIn(dataPath)}",
        ]);
        await app.StartAsync();
        return new QuickstartService(app, claim);
    }

    /// <summary>Serves until it is asked to stop.</summary>
    public Task ServeAsync() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await claim.DisposeAsync();
    }

    private static string LogIn(string dataPath) => Path.Combine(dataPath, "service.log");

    /// <summary>The folder of earlier runs, so that their models stay, or one beside it while another quickstart serves from that.</summary>
    private static FileStream ClaimFreeFolder()
    {
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "hone");
        return Enumerable.Range(1, 100)
            .Select(number => Claim(Path.Combine(home, number == 1 ? "quickstart" : string.Create(CultureInfo.InvariantCulture, $"quickstart-{number}"))))
            .FirstOrDefault(claim => claim is not null) ?? throw new QuickstartException($"Too many quickstarts are at work below {home}.");
    }

    /// <summary>Takes a folder for this process alone; null when another has it.</summary>
    private static FileStream? Claim(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, "quickstart.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The service's usual address, or one with a port that the system chooses when that is taken.</summary>
    private static string FreeUrl()
    {
        Uri usual = new(new HoneOptions().Urls);
        bool taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == usual.Port);
        return taken ? $"{usual.Scheme}://{usual.Host}:0" : usual.GetLeftPart(UriPartial.Authority);
    }
}
