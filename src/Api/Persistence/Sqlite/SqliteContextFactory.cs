using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence.Sqlite;

/// <summary>Gives the rest of the service its database without saying which it is.</summary>
internal sealed class SqliteContextFactory(IDbContextFactory<SqliteHoneDbContext> contexts) : IDbContextFactory<HoneDbContext>
{
    public HoneDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<HoneDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
