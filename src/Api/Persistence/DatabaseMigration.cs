using Hone.Api.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Persistence;

/// <summary>Brings the database up to date at start.</summary>
internal sealed partial class DatabaseMigration(
    DataDirectory directory,
    IDbContextFactory<HoneDbContext> contexts,
    IOptions<HoneOptions> options,
    ILogger<DatabaseMigration> logger)
{
    /// <summary>
    /// Applies the migrations that are missing. A process killed while it migrates leaves its lock behind, for which the next start would
    /// wait without end; so the wait is bounded, and then the lock is taken for a dead process's.
    /// </summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        string[] unknown = [.. (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations())];
        if (unknown.Length > 0)
        {
            throw new UnusableDataException(directory.Root, $"Its database was written by a newer Hone ({unknown[^1]}).");
        }

        TimeSpan wait = TimeSpan.FromSeconds(options.Value.Database.MigrationWaitSeconds);
        using (CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            bounded.CancelAfter(wait);
            LogMigrating(logger, wait.TotalSeconds);
            try
            {
                await db.Database.MigrateAsync(bounded.Token);
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                LogStaleLock(logger, wait.TotalSeconds);
            }
        }

        await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "The database is brought up to date; a lock on that is waited for {Seconds} s")]
    private static partial void LogMigrating(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Warning, "The migration lock was held for {Seconds} s; it is taken for a dead process's and cleared")]
    private static partial void LogStaleLock(ILogger logger, double seconds);
}
