using Hone.Api.Configuration;
using Microsoft.Extensions.Options;

namespace Hone.Api.Persistence;

/// <summary>The folder that holds everything the service keeps.</summary>
public sealed class DataDirectory
{
    private readonly string processName = Guid.CreateVersion7().ToString("n");

    public DataDirectory(IOptions<HoneOptions> options, IHostEnvironment environment)
    {
        Root = Path.GetFullPath(options.Value.DataPath, environment.ContentRootPath);
    }

    /// <summary>The folder itself, absolute.</summary>
    public string Root { get; }

    /// <summary>The SQLite database.</summary>
    public string Database => Path.Combine(Root, "hone.db");

    /// <summary>Canonical corpora and data sets, named by their hash.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>Files of this process on their way to another place; it goes when the process ends.</summary>
    public string Temporary => Path.Combine(TemporaryOfAll, processName);

    /// <summary>The temporary folders of all processes.</summary>
    public string TemporaryOfAll => Path.Combine(Root, "tmp");

    /// <summary>One directory per job.</summary>
    public string Jobs => Path.Combine(Root, "jobs");

    /// <summary>One directory per model version.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Makes the folders that are missing.</summary>
    public void Create()
    {
        foreach (string folder in new[] { Root, Blobs, TemporaryOfAll, Jobs, Models })
        {
            Directory.CreateDirectory(folder);
        }
    }
}
