using Hone.Api.Configuration;
using Hone.Api.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Hone.Api.Persistence;

internal static class PersistenceSetup
{
    /// <summary>Adds the database, the blobs and their preparation at start.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<DataLock>();
        services.AddSingleton<TemporaryFolder>();
        services.AddPooledDbContextFactory<SqliteHoneDbContext>((provider, db) =>
        {
            int patience = provider.GetRequiredService<IOptions<HoneOptions>>().Value.Database.BusyTimeoutMilliseconds;
            SqliteConnectionStringBuilder connection = new()
            {
                DataSource = provider.GetRequiredService<DataDirectory>().Database,
                DefaultTimeout = Math.Max(1, patience / 1000), // the library repeats by itself what SQLite gave up
            };
            db.UseSqlite(connection.ConnectionString);

            // A name taken a moment ago is no error; what is one reaches whoever asked, and is logged there.
            db.ConfigureWarnings(warnings => warnings.Log(
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug)));
            db.AddInterceptors(new SqlitePragmas(patience));
        });
        services.AddSingleton<IDbContextFactory<HoneDbContext>, SqliteContextFactory>();
        services.AddSingleton<SqliteDataVersion>();
        services.AddSingleton<DatabaseMigration>();
        services.AddSingleton<BlobStore>();
        services.AddHostedService<DataPreparation>();
        return services;
    }
}
