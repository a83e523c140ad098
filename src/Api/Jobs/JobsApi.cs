using System.Globalization;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using Hone.Api.Documentation;
using Hone.Api.Idempotency;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Hone.Api.Jobs;

/// <summary>Asking for work of trainers, following it, and ending it.</summary>
internal static class JobsApi
{
    private static readonly object PretrainExample = new
    {
        model = "dotnet-docs",
        corpora = new[] { "dotnet-docs" },
        architecture = new { preset = "tiny", maxLength = 64 },
        training = new { steps = 200, batchTokens = 2048 },
    };

    private static readonly object FinetuneExample = new
    {
        model = "api-area",
        @base = "dotnet-docs",
        dataset = "api-area",
        training = new { epochs = 3, earlyStopping = new { metric = "accuracy", patience = 2 } },
    };

    private static readonly object EvaluateExample = new { model = "api-area:2", dataset = "api-area", split = "test", compareWith = "api-area:1" };

    public static void MapJobsApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapPost("/pretrain", PretrainAsync)
            .WithExample(PretrainExample)
            .Refuses(400, ProblemCodes.UnknownCorpus, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownAlias, ProblemCodes.WrongBase)
            .Refuses(409, ProblemCodes.ModelNotReady);
        jobs.MapPost("/finetune", FinetuneAsync)
            .WithExample(FinetuneExample)
            .Refuses(400, ProblemCodes.UnknownDataset, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownAlias, ProblemCodes.WrongBase)
            .Refuses(409, ProblemCodes.ModelNotReady);
        jobs.MapPost("/evaluate", EvaluateAsync)
            .WithExample(EvaluateExample)
            .Refuses(400, ProblemCodes.UnknownDataset, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownAlias, ProblemCodes.WrongTask, ProblemCodes.UnknownLabel)
            .Refuses(409, ProblemCodes.ModelNotReady);
        jobs.MapGet("/", ListAsync).Refuses(400, ProblemCodes.InvalidCursor);
        jobs.MapGet("/{id}", GetAsync).Refuses(404, ProblemCodes.UnknownJob);
        jobs.MapGet("/{id}/metrics", MetricsAsync).Refuses(404, ProblemCodes.UnknownJob);
        jobs.MapGet("/{id}/log", LogAsync)
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain)
            .AnswersWith(StatusCodes.Status200OK, HeaderNames.Link, "Where the log goes on, the address of the lines that follow, with `rel=\"next\"`.")
            .Refuses(404, ProblemCodes.UnknownJob);
        jobs.MapGet("/{id}/events", EventsAsync).AnswersStreamOf(typeof(JobEvent)).Refuses(400, ProblemCodes.InvalidCursor).Refuses(404, ProblemCodes.UnknownJob);
        jobs.MapPost("/{id}/cancel", CancelAsync).Refuses(404, ProblemCodes.UnknownJob).Refuses(409, ProblemCodes.IllegalTransition);
        jobs.MapPost("/{id}/retry", RetryAsync)
            .Refuses(404, ProblemCodes.UnknownJob)
            .Refuses(409, ProblemCodes.IllegalTransition, ProblemCodes.UnknownCorpus, ProblemCodes.UnknownDataset, ProblemCodes.UnknownVersion, ProblemCodes.ContentMissing);
    }

    /// <summary>Starts pretraining a language model on corpora.</summary>
    /// <remarks>
    /// Only <c>model</c> and <c>corpora</c> are needed; everything else has a default. The job waits for a worker; follow it at the
    /// address in the <c>Location</c> header. When it succeeds, it has added a version to the model.
    /// </remarks>
    private static Task<Results<Accepted<JobResponse>, ReplayedAnswer>> PretrainAsync(
        JsonBody<PretrainSpecification> body,
        IdempotencyKey key,
        IdempotentRequests requests,
        JobSubmission submission,
        CancellationToken cancellationToken) =>
        OnceAsync(key, body.Sha256, requests, alongside => submission.SubmitAsync(body.Value, alongside, cancellationToken), cancellationToken);

    /// <summary>Starts fine-tuning a model for the task of a data set.</summary>
    /// <remarks>
    /// Only <c>model</c> and <c>dataset</c> are needed; the data set says which task is learnt. With <c>base</c> it starts from a pretrained model,
    /// without from scratch. With <c>senses</c> semantic role labelling learns the senses of predicates too; that the data set has none is seen when the job runs, which fails with
    /// <c>no-senses</c> then. What does not fit the task or the family of the network is refused, everything at once. The job waits for a worker; follow it at the address in the <c>Location</c> header. When it succeeds, it has added a version to the model.
    /// </remarks>
    private static Task<Results<Accepted<JobResponse>, ReplayedAnswer>> FinetuneAsync(
        JsonBody<FinetuneSpecification> body,
        IdempotencyKey key,
        IdempotentRequests requests,
        JobSubmission submission,
        CancellationToken cancellationToken) =>
        OnceAsync(key, body.Sha256, requests, alongside => submission.SubmitAsync(body.Value, alongside, cancellationToken), cancellationToken);

    /// <summary>Starts judging a model version on a split of a data set of its task.</summary>
    /// <remarks>
    /// The version is judged as fine-tuning judges what it made: on the same rows it comes to the same metrics. The main ones have intervals of confidence.
    /// With <c>compareWith</c> another version is judged on the same rows, and the difference tested. What does not fit is refused, everything at once. When
    /// the job succeeds, its <c>result</c> names the evaluation, which is at <c>/models/{name}/versions/{version}/evaluations/{id}</c> and holds the examples
    /// that the version does worst on.
    /// </remarks>
    private static Task<Results<Accepted<JobResponse>, ReplayedAnswer>> EvaluateAsync(
        JsonBody<EvaluateSpecification> body,
        IdempotencyKey key,
        IdempotentRequests requests,
        JobSubmission submission,
        CancellationToken cancellationToken) =>
        OnceAsync(key, body.Sha256, requests, alongside => submission.SubmitAsync(body.Value, alongside, cancellationToken), cancellationToken);

    /// <summary>Lists jobs, the newest first.</summary>
    private static async Task<Ok<Page<JobResponse>>> ListAsync(
        Query<JobListRequest> query,
        IDbContextFactory<HoneDbContext> contexts,
        CancellationToken cancellationToken)
    {
        JobListRequest request = query.Value;
        Guid? after = request.AfterId();
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Job> jobs = await db.Jobs.AsNoTracking()
            .Where(job => request.Status == null || job.Status == request.Status)
            .Where(job => request.Kind == null || job.Kind == request.Kind)
            .Where(job => request.Parent == null || job.ParentId == request.Parent)
            .Where(job => after == null || job.Id < after)
            .OrderByDescending(job => job.Id)
            .Take(request.Limit + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(request.ToPage(jobs, JobResponse.Of, job => Cursor.Of(job.Id)));
    }

    /// <summary>Shows a job: its status, progress, latest metrics, and what came of it.</summary>
    /// <param name="id">The job.</param>
    private static async Task<Ok<JobResponse>> GetAsync(string id, JobStore jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(JobResponse.Of(await jobs.GetAsync(id, cancellationToken)));

    /// <summary>Gives every value the job measured, by name, in order.</summary>
    /// <remarks>When the job was started more than once, these are the values of the latest attempt.</remarks>
    /// <param name="id">The job.</param>
    private static async Task<Ok<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>>> MetricsAsync(
        string id,
        JobStore jobs,
        JobHistory history,
        CancellationToken cancellationToken)
    {
        Job job = await jobs.GetAsync(id, cancellationToken);
        return TypedResults.Ok(await history.MetricsAsync(job.Id, cancellationToken));
    }

    /// <summary>Gives the job's log, one line per record, as plain text.</summary>
    /// <remarks>Where the log goes on, a <c>Link</c> header with <c>rel="next"</c> has the address of the lines that follow.</remarks>
    /// <param name="id">The job.</param>
    private static async Task<ContentHttpResult> LogAsync(
        string id,
        Query<JobLogRequest> query,
        JobStore jobs,
        JobHistory history,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        Job job = await jobs.GetAsync(id, cancellationToken);
        (string lines, long? next) = await history.LogAsync(job.Id, query.Value, cancellationToken);
        if (next is not null)
        {
            response.Headers.Link = string.Create(CultureInfo.InvariantCulture, $"</jobs/{job.Id}/log?after={next}&limit={query.Value.Limit}>; rel=\"next\"");
        }

        return TypedResults.Text(lines, MediaTypeNames.Text.Plain, System.Text.Encoding.UTF8);
    }

    /// <summary>Streams the job's records as server-sent events until the job is finished.</summary>
    /// <remarks>
    /// The event is <c>status</c>, <c>progress</c>, <c>metric</c>, <c>log</c> or <c>warning</c>, its id the record's place in the job's
    /// history. A client that was cut off sends the last id it got as <c>Last-Event-ID</c> and gets exactly what it missed; when there
    /// is nothing more to come, the answer is 204, at which browsers stop asking.
    /// </remarks>
    /// <param name="id">The job.</param>
    /// <param name="lastEventId">The id of the last event that was received.</param>
    private static async Task<Results<ServerSentEventsResult<string>, NoContent>> EventsAsync(
        string id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        HttpContext context,
        JobStore jobs,
        JobEventStream stream,
        CancellationToken cancellationToken)
    {
        long after = 0;
        if (lastEventId is not null && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw JobEventStream.Unreadable();
        }

        Job job = await jobs.GetAsync(id, cancellationToken);
        return await stream.GoesOnAsync(job, after, cancellationToken)
            ? TypedResults.ServerSentEvents(HeadRequests.Is(context) ? AsyncEnumerable.Empty<SseItem<string>>() : stream.ReadAsync(job.Id, after, cancellationToken))
            : TypedResults.NoContent();
    }

    /// <summary>Ends a job: at once when it waits, as soon as its trainer has stopped when it runs.</summary>
    /// <param name="id">The job.</param>
    private static async Task<Accepted<JobResponse>> CancelAsync(string id, JobStore jobs, CancellationToken cancellationToken) =>
        Accepted(await jobs.ChangeAsync(JobStore.IdOf(id), job => job.RequestCancel(jobs.Now), cancellationToken));

    /// <summary>Runs a failed or cancelled job again, on exactly what it was asked for the first time.</summary>
    /// <param name="id">The job.</param>
    private static async Task<Accepted<JobResponse>> RetryAsync(string id, JobSubmission submission, CancellationToken cancellationToken) =>
        Accepted(await submission.RetryAsync(JobStore.IdOf(id), cancellationToken));

    /// <summary>Takes in a job, unless a request with this key made it before.</summary>
    internal static async Task<Results<Accepted<JobResponse>, ReplayedAnswer>> OnceAsync(
        IdempotencyKey key,
        string fingerprint,
        IdempotentRequests requests,
        Func<Action<HoneDbContext, Job>, Task<Job>> submit,
        CancellationToken cancellationToken)
    {
        using IdempotentRequest request = await requests.BeginAsync(key, cancellationToken);
        if (request.AnswerTo(fingerprint) is { } answer)
        {
            return new ReplayedAnswer(answer);
        }

        return Accepted(await submit((db, job) => request.Keep(db, fingerprint, StatusCodes.Status202Accepted, JobResponse.AddressOf(job), JobResponse.Of(job))));
    }

    private static Accepted<JobResponse> Accepted(Job job) => TypedResults.Accepted(JobResponse.AddressOf(job), JobResponse.Of(job));
}
