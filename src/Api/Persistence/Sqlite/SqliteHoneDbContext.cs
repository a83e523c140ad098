using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence.Sqlite;

/// <summary>The state in a SQLite file: the default, for one machine.</summary>
public sealed class SqliteHoneDbContext(DbContextOptions<SqliteHoneDbContext> options) : HoneDbContext(options);
