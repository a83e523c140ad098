namespace Hone.Api.Persistence;

/// <summary>
/// The process's own folder for temporary files. A lock beside it, which the system releases however the process ends, tells the folders of
/// processes that are at work from those of dead ones.
/// </summary>
internal sealed class TemporaryFolder(DataDirectory directory) : IDisposable
{
    private const string LockExtension = ".lock";

    private FileStream? ownLock;

    /// <summary>Makes the folder, and deletes those of dead processes.</summary>
    public void Prepare()
    {
        ownLock = Lock(directory.Temporary);
        Directory.CreateDirectory(directory.Temporary);
        foreach (string folder in Directory.EnumerateDirectories(directory.TemporaryOfAll))
        {
            DeleteIfAbandoned(folder);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownLock is not null)
        {
            Directory.Delete(directory.Temporary, recursive: true);
            ownLock.Dispose();
        }
    }

    private static FileStream Lock(string folder) => new(folder + LockExtension, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        Options = FileOptions.DeleteOnClose,
    });

    private static void DeleteIfAbandoned(string folder)
    {
        try
        {
            using FileStream taken = Lock(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another process is at work in it, or deletes it as well.
        }
    }
}
