using System.Net;
using Hone.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Persistence;

public sealed class DatabaseMigrationTests
{
    [Fact]
    public async Task Start_ClearsTheLock_WhenAProcessDiedWhileItMigrated()
    {
        string dataPath;
        HoneService first = await HoneService.StartAsync();
        dataPath = first.DataPath;
        await using (HoneDbContext db = await ContextAsync(first))
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2020-01-01')");
        }

        await first.StopAsync();
        await using HoneService second = await HoneService.StartOnAsync(dataPath, "Database:MigrationWaitSeconds=1");
        using HttpResponseMessage response = await second.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Connections_HaveTheirPragmas()
    {
        await using HoneService service = await HoneService.StartAsync("Database:BusyTimeoutMilliseconds=1234");
        await using HoneDbContext db = await ContextAsync(service);
        await db.Database.OpenConnectionAsync();
        Assert.Equal("wal", await PragmaAsync(db, "journal_mode"));
        Assert.Equal("1234", await PragmaAsync(db, "busy_timeout"));
        Assert.Equal("1", await PragmaAsync(db, "synchronous")); // NORMAL
        Assert.Equal("1", await PragmaAsync(db, "foreign_keys"));
    }

    [Fact]
    public async Task Model_IsThatOfTheMigrations()
    {
        await using HoneService service = await HoneService.StartAsync();
        await using HoneDbContext db = await ContextAsync(service);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    private static Task<HoneDbContext> ContextAsync(HoneService service) =>
        service.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();

    private static async Task<string> PragmaAsync(HoneDbContext db, string name)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (await command.ExecuteScalarAsync())!.ToString()!;
    }
}
