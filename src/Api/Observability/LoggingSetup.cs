using System.Globalization;
using Hone.Api.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Hone.Api.Observability;

internal static class LoggingSetup
{
    private const string ForPeople = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Logs to standard output or a file: lines for people, or one JSON object per event.</summary>
    public static void AddHoneLogging(this WebApplicationBuilder builder, HoneOptions options) =>
        builder.Services.AddSerilog(
            logging => Configure(logging, options),
            preserveStaticLogger: true); // another service in this process has its own log

    /// <summary>Logs one line per request: its route and not its path or query, which carry what callers wrote.</summary>
    public static void UseRequestLogging(this WebApplication app) => app.UseSerilogRequestLogging(logging =>
    {
        logging.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        logging.MessageTemplate = "{RequestMethod} {Route} answered {StatusCode} in {Elapsed:0.0} ms ({RequestId})";
        logging.GetMessageTemplateProperties = (context, _, elapsed, status) =>
        [
            new("RequestMethod", new ScalarValue(context.Request.Method)),
            new("Route", new ScalarValue((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)")),
            new("StatusCode", new ScalarValue(status)),
            new("Elapsed", new ScalarValue(elapsed)),
            new("RequestId", new ScalarValue(RequestId.Of(context))),
        ];
        logging.GetLevel = (context, _, exception) => (exception, context.Response.StatusCode) switch
        {
            (not null, _) or (_, >= StatusCodes.Status500InternalServerError) => LogEventLevel.Error,
            _ when context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments("/hangfire") => LogEventLevel.Debug,
            _ => LogEventLevel.Information,
        };
    });

    private static bool IsOfTheHost(LogEvent logged) =>
        logged.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" };

    private static void Configure(LoggerConfiguration logging, HoneOptions options)
    {
        LogEventLevel quiet = (LogEventLevel)Math.Max((int)LogEventLevel.Warning, (int)options.Logging.Level);
        logging.MinimumLevel.Is(options.Logging.Level)
            .MinimumLevel.Override("Microsoft", quiet)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", options.Logging.Level)
            .MinimumLevel.Override("Hangfire", quiet)
            .Filter.ByExcluding(logged => logged.Exception is OperationCanceledException) // a stop is no fault
            .Filter.ByExcluding(logged => IsOfTheHost(logged) && StartRefusal.Is(logged.Exception)) // is said in a line
            .Enrich.FromLogContext();
        ITextFormatter formatter = options.Logging.Json
            ? new RenderedCompactJsonFormatter()
            : new MessageTemplateTextFormatter(ForPeople, CultureInfo.InvariantCulture);
        if (options.Logging.File is { } file)
        {
            logging.WriteTo.File(formatter, file);
        }
        else
        {
            logging.WriteTo.Console(formatter);
        }
    }
}
