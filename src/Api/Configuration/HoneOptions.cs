namespace Hone.Api.Configuration;

/// <summary>Everything about the service that can be configured, under <c>Hone</c>.</summary>
public sealed class HoneOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Hone";

    /// <summary>The folder that holds the database, blobs, job directories and models. A relative path starts at the content root.</summary>
    public string DataPath { get; init; } = "data";

    /// <summary>The folder below which models may be imported from by their path; without it, none may. A relative path starts at the content root.</summary>
    public string? ImportPath { get; init; }

    /// <summary>Addresses to serve on, separated by semicolons. The usual <c>--urls</c> and <c>ASPNETCORE_URLS</c> take precedence.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    public LimitOptions Limits { get; init; } = new();

    public DatabaseOptions Database { get; init; } = new();

    public LoggingOptions Logging { get; init; } = new();

    public WorkerOptions Workers { get; init; } = new();

    public ServingOptions Serving { get; init; } = new();
}
