namespace Hone.Api.Persistence;

/// <summary>
/// The claim of one service on its data directory, because a second one would take the first one's running jobs for abandoned. The system
/// gives it up however the process ends.
/// </summary>
internal sealed class DataLock(DataDirectory directory) : IDisposable
{
    private const string FileName = "hone.lock";

    private FileStream? claim;

    /// <summary>Takes the directory.</summary>
    /// <exception cref="UnusableDataException">Another service has it.</exception>
    public void Take()
    {
        try
        {
            claim = Open(directory.Root);
        }
        catch (IOException fault) when (IsTaken(directory.Root))
        {
            throw new UnusableDataException(directory.Root, "Another Hone is at work there.", fault);
        }
    }

    /// <summary>Whether a service is at work in a folder.</summary>
    public static bool IsTaken(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FileName)))
        {
            return false;
        }

        try
        {
            Open(folder).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => claim?.Dispose();

    private static FileStream Open(string folder) => new(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
