using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence.Sqlite;

/// <summary>
/// Tells whether anything was committed to the database since it was last asked, by whatever process (<c>PRAGMA data_version</c>). That takes a hundredth of
/// the time of a query, so that what was read before can be used again instead.
/// </summary>
internal sealed class SqliteDataVersion(IDbContextFactory<SqliteHoneDbContext> contexts) : IDisposable
{
    private readonly Lock gate = new();
    private SqliteConnection? connection;
    private SqliteCommand? command;

    /// <summary>A number that is another one after every commit. What is read after it was asked for is at least as new.</summary>
    public long Read()
    {
        lock (gate)
        {
            return (long)(command ??= Prepare()).ExecuteScalar()!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        command?.Dispose();
        connection?.Dispose();
    }

    /// <summary>A connection writes nothing of its own here: it would not be told of that.</summary>
    private SqliteCommand Prepare()
    {
        using SqliteHoneDbContext db = contexts.CreateDbContext();
        connection = new SqliteConnection(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false }.ConnectionString);
        connection.Open();
        SqliteCommand prepared = connection.CreateCommand();
        prepared.CommandText = "PRAGMA data_version";
        prepared.Prepare();
        return prepared;
    }
}
