using Serilog.Events;

namespace Hone.Api.Configuration;

/// <summary>How the service logs.</summary>
public sealed class LoggingOptions
{
    /// <summary>Write one compact JSON object per event, for machines, instead of lines for people.</summary>
    public bool Json { get; init; }

    /// <summary>Events below this level are not logged.</summary>
    public LogEventLevel Level { get; init; } = LogEventLevel.Information;

    /// <summary>Log to this file instead of standard output; null does not.</summary>
    public string? File { get; init; }
}
