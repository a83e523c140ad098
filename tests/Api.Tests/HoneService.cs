using Hone.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests;

/// <summary>The real service on a port and a data directory of its own.</summary>
public sealed class HoneService : IAsyncDisposable
{
    private readonly WebApplication app;

    private HoneService(WebApplication app, string dataPath)
    {
        this.app = app;
        DataPath = dataPath;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public string DataPath { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Starts the service.</summary>
    /// <param name="settings">Settings below <c>Hone</c>, such as <c>Limits:RequestBytes=100</c>.</param>
    public static Task<HoneService> StartAsync(params string[] settings) => StartOnAsync(Directory.CreateTempSubdirectory("hone-test-").FullName, settings);

    /// <summary>Starts the service on a data directory that another may have left.</summary>
    public static async Task<HoneService> StartOnAsync(string dataPath, params string[] settings)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            $"--Hone:DataPath={dataPath}",
            "--Hone:Logging:Level=Fatal",
            .. settings.Select(setting => $"--Hone:{setting}"),
        ];
        WebApplication app = HoneApplication.Build(args);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new HoneService(app, dataPath);
    }

    /// <summary>Everything that a request could leave behind: rows of every table, and files.</summary>
    public async Task<IReadOnlyList<string>> InventoryAsync()
    {
        await using HoneDbContext db = await Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();
        List<string> inventory =
        [
            $"{await db.Corpora.CountAsync()} corpora",
            $"{await db.Datasets.CountAsync()} datasets",
            $"{await db.BlobReferences.CountAsync()} blob references",
            $"{await db.Jobs.CountAsync()} jobs",
            $"{await db.JobEvents.CountAsync()} job events",
            $"{await db.Models.CountAsync()} models",
            $"{await db.ModelVersions.CountAsync()} versions",
            $"{await db.ModelAliases.CountAsync()} aliases",
            $"{await db.AliasChanges.CountAsync()} alias changes",
        ];
        foreach (string folder in new[] { "blobs", "tmp", "jobs", "models" })
        {
            inventory.AddRange(Directory.EnumerateFiles(Path.Combine(DataPath, folder), "*", SearchOption.AllDirectories)
                .Where(path => Path.GetExtension(path) != ".lock")
                .Select(path => Path.GetRelativePath(DataPath, path))
                .Order(StringComparer.Ordinal));
        }

        return inventory;
    }

    /// <summary>Waits until what the service keeps fulfils a condition.</summary>
    public async Task WaitUntilAsync(Func<IReadOnlyList<string>, bool> condition)
    {
        while (!condition(await InventoryAsync()))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Stops the service as its host does, and leaves its data.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(DataPath, recursive: true);
    }
}
