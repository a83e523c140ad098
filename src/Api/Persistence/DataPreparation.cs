using Microsoft.Data.Sqlite;

namespace Hone.Api.Persistence;

/// <summary>Makes the data directory ready before the service listens or any worker starts.</summary>
internal sealed class DataPreparation(
    DataDirectory directory,
    DataLock claim,
    TemporaryFolder temporary,
    DatabaseMigration migration,
    BlobStore blobs) : IHostedLifecycleService
{
    /// <exception cref="UnusableDataException">The directory cannot be made or written, another service has it, or its database is none.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            directory.Create();
            claim.Take();
            if (!File.Exists(directory.Database) && directory.HoldsData())
            {
                throw new UnusableDataException(directory.Root, "There are files below models or blobs, but there is no hone.db that knows them.");
            }

            temporary.Prepare();
            await migration.ApplyAsync(cancellationToken);
            await blobs.CleanAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            string reason = fault is FileNotFoundException or DirectoryNotFoundException ? "the folder cannot be made." : fault.Message;
            throw new UnusableDataException(directory.Root, $"The data path cannot be used: {reason}", fault);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
