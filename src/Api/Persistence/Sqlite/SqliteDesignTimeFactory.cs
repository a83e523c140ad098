using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Hone.Api.Persistence.Sqlite;

/// <summary>Lets <c>dotnet ef migrations add Name --project src/Api --output-dir Persistence/Sqlite/Migrations</c> work without starting the service.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteHoneDbContext>
{
    public SqliteHoneDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteHoneDbContext>().UseSqlite("Data Source=:memory:").Options);
}
