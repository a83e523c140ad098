using Serilog.Events;

namespace Hone.Api.Configuration;

/// <summary>How the service logs to its standard output.</summary>
public sealed class LoggingOptions
{
    /// <summary>Write one compact JSON object per event, for machines, instead of lines for people.</summary>
    public bool Json { get; init; }

    /// <summary>Events below this level are not logged.</summary>
    public LogEventLevel Level { get; init; } = LogEventLevel.Information;
}
