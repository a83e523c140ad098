using Hone.Training.Running;
using Microsoft.Data.Sqlite;

namespace Hone.Api.Persistence;

/// <summary>Tells faults of disk and database that pass, from those of the program.</summary>
internal static class StorageFault
{
    // https://sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;

    /// <summary>Whether somebody else kept the database locked for too long.</summary>
    public static bool IsBusy(Exception fault) => Causes(fault).Any(cause => cause is SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked });

    /// <summary>Whether the disk is full.</summary>
    public static bool IsFull(Exception fault) => FullDisk.Is(fault) || Causes(fault).Any(cause => cause is SqliteException { SqliteErrorCode: SqliteFull });

    /// <summary>Whether the same may work a little later.</summary>
    public static bool MayPass(Exception fault) => IsBusy(fault) || IsFull(fault) || Causes(fault).Any(cause => cause is SqliteException { SqliteErrorCode: SqliteIoError });

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
