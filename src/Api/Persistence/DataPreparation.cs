namespace Hone.Api.Persistence;

/// <summary>Makes the data directory ready before the service listens or any worker starts.</summary>
internal sealed class DataPreparation(DataDirectory directory, TemporaryFolder temporary, DatabaseMigration migration, BlobStore blobs) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        directory.Create();
        temporary.Prepare();
        await migration.ApplyAsync(cancellationToken);
        await blobs.CleanAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
