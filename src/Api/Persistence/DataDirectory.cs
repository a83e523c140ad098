using Hone.Api.Configuration;
using Microsoft.Extensions.Options;

namespace Hone.Api.Persistence;

/// <summary>The folder that holds everything the service keeps.</summary>
public sealed class DataDirectory
{
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

    /// <summary>Files on their way to another place; what a dead process left here is deleted at start.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary>One directory per job.</summary>
    public string Jobs => Path.Combine(Root, "jobs");

    /// <summary>One directory per model version.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Makes the folders that are missing.</summary>
    public void Create()
    {
        foreach (string folder in new[] { Root, Blobs, Temporary, Jobs, Models })
        {
            Directory.CreateDirectory(folder);
        }
    }
}
