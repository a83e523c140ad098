using System.Globalization;
using Hone.Api.Observability;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Errors;

/// <summary>
/// The one place where refusals and faults become answers. A refusal says everything about itself; a fault says only the request's id,
/// under which it is in the log.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public const string MediaType = "application/problem+json";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || exception is ConnectionResetException or ConnectionAbortedException)
        {
            // Nobody is left to answer. What the request had begun was undone on the way here.
            LogClientLeft(logger, exception.GetType().Name);
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }

            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await WriteAsync(context, AnswerTo(exception));
            return;
        }

        if (!context.Response.HasStarted && context.Response is { ContentType: null, ContentLength: null } && AnswerToStatus(context) is { } answer)
        {
            await WriteAsync(context, answer);
        }
    }

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        if (answer.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        ProblemResponse response = new()
        {
            Code = answer.Code,
            Title = ReasonPhrases.GetReasonPhrase(answer.Status),
            Status = answer.Status,
            Detail = answer.Detail,
            Errors = answer.Errors,
            ErrorCount = Math.Max(answer.ErrorCount, answer.Errors.Count),
            RequestId = RequestId.Of(context),
        };
        context.Response.StatusCode = answer.Status;

        // Without a token: a client that leaves while it is answered is then no fault, and its request is still logged.
        await context.Response.WriteAsJsonAsync(response, HoneJson.Options, MediaType, CancellationToken.None);
    }

    /// <summary>What routing and other middleware decided with a bare status.</summary>
    private static Answer? AnswerToStatus(HttpContext context) => context.Response.StatusCode switch
    {
        404 => new(404, ProblemCodes.UnknownRoute, "There is no such route; /swagger lists those there are."),
        405 => new(405, ProblemCodes.MethodNotAllowed, "This route has other methods; the Allow header names them."),
        415 => new(415, ProblemCodes.UnsupportedMediaType, "This route does not read bodies of this media type; /swagger says which it does."),
        _ => null,
    };

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => 400,
        RefusalKind.Forbidden => 403,
        RefusalKind.NotFound => 404,
        RefusalKind.Conflict => 409,
        RefusalKind.TooLarge => 413,
        RefusalKind.UnsupportedMedia => 415,
        RefusalKind.Busy => 429,
        RefusalKind.Unavailable => 503,
        _ => throw new InvalidOperationException($"No status is known for {kind}."),
    };

    private Answer AnswerTo(Exception exception)
    {
        switch (exception)
        {
            case RefusalException refusal:
                return new(StatusOf(refusal.Kind), refusal.Code, refusal.Message)
                {
                    Errors = refusal.Problems,
                    ErrorCount = refusal.ProblemCount,
                    RetryAfter = refusal.RetryAfter,
                };
            case BadHttpRequestException { StatusCode: 413 }:
                return new(413, ProblemCodes.BodyTooLarge, "The body is larger than this route accepts.");
            case BadHttpRequestException { StatusCode: 408 }:
                return new(408, ProblemCodes.UploadAborted, "The body arrived too slowly.");
            case BadHttpRequestException:
                return new(400, ProblemCodes.UploadAborted, "The body broke off, or is not framed as HTTP says."); // its head was understood already
            case DbUpdateConcurrencyException:
                return new(409, ProblemCodes.ChangedMeanwhile, "It was changed by somebody else at the same time; look at it again.");
            case OperationCanceledException:
                return new(503, ProblemCodes.Unavailable, "The service is stopping.");
            case Exception when StorageFault.IsBusy(exception):
                LogFault(logger, exception);
                return new(503, ProblemCodes.DatabaseBusy, "The database is busy; ask again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };
            case Exception when StorageFault.IsFull(exception):
                LogFault(logger, exception);
                return new(507, ProblemCodes.StorageFull, "There is no room left on the disk of the service.");
            default:
                LogFault(logger, exception);
                return new(500, ProblemCodes.Internal, "The service failed; its log has the reason under this request id.");
        }
    }

    [LoggerMessage(LogLevel.Error, "A request failed")]
    private static partial void LogFault(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "The client left before its request was answered ({Interruption})")]
    private static partial void LogClientLeft(ILogger logger, string interruption);

    private sealed record Answer(int Status, string Code, string Detail)
    {
        public IReadOnlyList<Problem> Errors { get; init; } = [];

        public long ErrorCount { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
