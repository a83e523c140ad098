namespace Hone.Api.Configuration;

/// <summary>How the service waits for its database.</summary>
public sealed class DatabaseOptions
{
    /// <summary>How long a write waits for another process's write, in milliseconds.</summary>
    public int BusyTimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>How long the start waits for another process to migrate before it takes the migration lock for a dead one's, in seconds.</summary>
    public int MigrationWaitSeconds { get; init; } = 5;
}
