using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence;

/// <summary>Tells a name that somebody else took first from other failures of a write.</summary>
internal static class UniqueViolation
{
    // https://sqlite.org/rescode.html: SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;

    /// <summary>Whether a write failed because a unique value is there already.</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: SqlitePrimaryKey or SqliteUnique };
}
