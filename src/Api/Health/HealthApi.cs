using Hone.Api.Documentation;
using Hone.Api.Persistence;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Health;

/// <summary>Whether the service lives, and whether it can work.</summary>
internal static partial class HealthApi
{
    public static void MapHealthApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", Live);
        health.MapGet("/ready", ReadyAsync).Refuses(503, ProblemCodes.Unavailable);
    }

    /// <summary>Tells that the process answers.</summary>
    private static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("live"));

    /// <summary>Tells that the service can do its work.</summary>
    /// <remarks>The database answers and is up to date, and the data directory can be written to.</remarks>
    private static async Task<Ok<HealthResponse>> ReadyAsync(
        IDbContextFactory<HoneDbContext> contexts,
        DataDirectory directory,
        ILogger<HealthResponse> logger,
        CancellationToken cancellationToken)
    {
        try
        {
            await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                throw NotReady("The database is not up to date.");
            }

            await using FileStream probe = new(
                Path.Combine(directory.Temporary, $"ready-{Guid.CreateVersion7():n}"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        }
        catch (Exception fault) when (fault is not (RefusalException or OperationCanceledException))
        {
            LogNotReady(logger, fault);
            throw NotReady("The database or the data directory does not answer; the log has the reason.");
        }

        return TypedResults.Ok(new HealthResponse("ready"));
    }

    private static RefusalException NotReady(string message) =>
        new(RefusalKind.Unavailable, ProblemCodes.Unavailable, message) { RetryAfter = TimeSpan.FromSeconds(5) };

    [LoggerMessage(LogLevel.Error, "The service is not ready")]
    private static partial void LogNotReady(ILogger logger, Exception fault);
}
