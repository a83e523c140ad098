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

    /// <summary>What was found here without a row that refers to it: put aside, for somebody to look at.</summary>
    public string LostAndFound => Path.Combine(Root, "lost-and-found");

    /// <summary>Whether it holds models or blobs.</summary>
    public bool HoldsData() => new[] { Models, Blobs }.Any(folder => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());

    /// <summary>Puts a file or directory aside, under its own name.</summary>
    public void PutAside(FileSystemInfo found)
    {
        Directory.CreateDirectory(LostAndFound);
        string place = Path.Combine(LostAndFound, found.Name);
        Directory.Move(found.FullName, Path.Exists(place) ? $"{place}-{Guid.CreateVersion7():n}" : place); // moves files as well
    }

    /// <summary>Makes the folders that are missing.</summary>
    public void Create()
    {
        foreach (string folder in new[] { Root, Blobs, TemporaryOfAll, Jobs, Models })
        {
            Directory.CreateDirectory(folder);
        }
    }
}
