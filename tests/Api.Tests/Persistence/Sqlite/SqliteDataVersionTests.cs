using Hone.Api.Persistence;
using Hone.Api.Persistence.Sqlite;
using Hone.Domain.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Persistence.Sqlite;

public sealed class SqliteDataVersionTests
{
    [Fact]
    public async Task Read_GivesAnotherNumber_OnlyWhenSomethingWasCommitted()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        SqliteDataVersion version = service.Services.GetRequiredService<SqliteDataVersion>();
        long before = version.Read();
        Assert.Equal(before, version.Read());

        await using HoneDbContext db = await service.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            db.Models.Add(new Model { Id = Guid.CreateVersion7(), Name = "new", CreatedAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
            Assert.Equal(before, version.Read());
            await transaction.CommitAsync();
        }

        Assert.NotEqual(before, version.Read());
    }
}
