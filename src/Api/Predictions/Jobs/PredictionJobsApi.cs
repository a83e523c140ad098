using System.Text.Json;
using Hone.Api.Configuration;
using Hone.Api.Documentation;
using Hone.Api.Idempotency;
using Hone.Api.Jobs;
using Hone.Api.Requests;
using Hone.Api.Workers;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Predictions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Hone.Api.Predictions.Jobs;

/// <summary>Predicting for files.</summary>
internal static class PredictionJobsApi
{
    private const string Jsonl = "application/jsonl";
    private const string Csv = "text/csv";

    private static readonly UploadMetadata Upload = new()
    {
        Description = """
            A form, its parts in any order. The file is JSONL, CSV with a header line (RFC 4180), TSV with a header line, or text with one input on each line, told
            by its extension or media type or by `format`; gzip is accepted of each.

            A row is what `/predict` takes as one input: of JSONL a string or an object, of a table its columns. Of an object or table are read `text` and, where the
            task takes them, `textPair`, `candidates`, `words` and `predicates`, lists in a cell as a JSON array; `columns` gives them other names. Text generation reads
            `prompt` where there is no `text`. Other columns are ignored. A row that cannot be read or predicted for has an error in its place among the
            predictions and does not end the job; a file in which no row can be read is refused.
            """,
        Parts =
        [
            new UploadPart("model", "The version to ask: `name`, `name@alias` or `name:3`.") { Type = typeof(string), Required = true, Example = "api-area" },
            new UploadPart(PredictionForm.FilePart, "The rows to predict for.") { Required = true },
            new UploadPart("format", "How the rows are written. Without it the file's extension or media type tells.") { Type = typeof(InputFormat) },
            new UploadPart("columns", "Which columns or properties of a row are read, as JSON.") { Type = typeof(InputColumns), Example = new InputColumns() },
            new UploadPart("parameters", "How predictions are given, as JSON; as of `/predict`, without `stream`.") { Type = typeof(PredictionParameters), Example = new PredictionParameters() },
            new UploadPart("task", "What to do; by default what the model was made for.") { Type = typeof(TaskKind) },
        ],
        Examples =
        [
            new UploadExample("One text on each line", new Dictionary<string, string>
            {
                ["model"] = "api-area",
                ["format"] = "text",
                ["parameters"] = """{"topK":1}""",
                [PredictionForm.FilePart] = "Encrypts a block of data with a symmetric key.\nReads the next element of the XML document.\n",
            }),
            new UploadExample("A table with columns of its own names", new Dictionary<string, string>
            {
                ["model"] = "api-area",
                ["format"] = "csv",
                ["columns"] = """{"text":"summary"}""",
                [PredictionForm.FilePart] = "id,summary\n17,Adds two vectors.\n18,Sends the request.\n",
            }),
        ],
    };

    public static void AddPredictionJobs(this IServiceCollection services)
    {
        services.AddSingleton<PredictionRetention>();
        services.AddSingleton<PredictionUploader>();
        services.AddKeyedSingleton<IJobCompletion, PredictionCompletion>(JobKind.Predict);
    }

    public static void MapPredictionJobsApi(this WebApplication app)
    {
        long uploadBytes = app.Services.GetRequiredService<IOptions<HoneOptions>>().Value.Limits.UploadBytes;
        RouteGroupBuilder jobs = app.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapPost("/predict", PredictAsync)
            .WithMetadata(new RequestSizeLimitAttribute(uploadBytes))
            .Reads(Upload)
            .Refuses(
                400,
                ProblemCodes.InvalidInputs,
                ProblemCodes.InvalidModelReference,
                ProblemCodes.UnknownModel,
                ProblemCodes.UnknownVersion,
                ProblemCodes.UnknownAlias,
                ProblemCodes.WrongTask,
                ProblemCodes.InvalidGzip,
                ProblemCodes.InvalidJson,
                ProblemCodes.InvalidMultipart,
                ProblemCodes.MissingField,
                ProblemCodes.MissingPart,
                ProblemCodes.UnknownPart,
                ProblemCodes.DuplicatePart,
                ProblemCodes.DuplicateColumn,
                ProblemCodes.UnknownFormat,
                ProblemCodes.UnknownValue,
                ProblemCodes.OutOfRange,
                ProblemCodes.UploadAborted)
            .Refuses(409, ProblemCodes.ModelNotReady)
            .Refuses(413, ProblemCodes.BodyTooLarge, ProblemCodes.ExpandsTooFar, ProblemCodes.TooManyRows)
            .Refuses(415, ProblemCodes.UnsupportedMediaType);
        jobs.MapGet("/{id}/predictions", PredictionsAsync)
            .Produces<string>(StatusCodes.Status200OK, Jsonl, Csv)
            .Refuses(404, ProblemCodes.UnknownJob, ProblemCodes.NoPredictions)
            .Refuses(409, ProblemCodes.NoPredictions);
    }

    /// <summary>Starts predicting for every row of a file.</summary>
    /// <remarks>
    /// Any version predicts, with the same scores as <c>/predict</c>. The job waits for a worker; follow it at the address in the <c>Location</c> header. Its
    /// progress counts rows, its metrics are <c>rows</c>, <c>errors</c>, <c>truncated</c> and <c>tokens</c>. When it succeeds, <c>result.file</c> is where the predictions
    /// are. A job that is interrupted goes on where it was.
    /// </remarks>
    private static async Task<Results<Accepted<JobResponse>, ReplayedAnswer>> PredictAsync(
        IdempotencyKey key,
        IdempotentRequests requests,
        HttpRequest request,
        PredictionUploader uploader,
        CancellationToken cancellationToken)
    {
        using IdempotentRequest once = await requests.BeginAsync(key, cancellationToken);
        (Job? job, StoredAnswer? answer) = await uploader.UploadAsync(
            request,
            once,
            (db, made, fingerprint) => once.Keep(db, fingerprint, StatusCodes.Status202Accepted, JobResponse.AddressOf(made), JobResponse.Of(made)),
            cancellationToken);
        return job is null ? new ReplayedAnswer(answer!) : TypedResults.Accepted(JobResponse.AddressOf(job), JobResponse.Of(job));
    }

    /// <summary>Downloads the predictions of a job that has succeeded.</summary>
    /// <remarks>
    /// One line for each row of the file, in its order: <c>{"row":…,"line":…,"prediction":…}</c>, with the prediction as <c>/predict</c> gives it, or
    /// <c>{"row":…,"line":…,"error":{"code":…,"message":…,"field":…}}</c>. As CSV, the best answer has columns of its own, and <c>prediction</c> is JSON. Rows and predictions of the latest jobs are kept, as many as the configuration says.
    /// </remarks>
    /// <param name="id">The job.</param>
    private static async Task<Results<PhysicalFileHttpResult, PushStreamHttpResult>> PredictionsAsync(
        string id,
        Query<PredictionsRequest> query,
        HttpRequest request,
        JobStore jobs,
        JobWorkspace workspace,
        CancellationToken cancellationToken)
    {
        Job job = await jobs.GetAsync(id, cancellationToken);
        string path = Find(job, workspace.DirectoryOf(job.Id));
        PredictionsFormat format = query.Value.Format ?? (PrefersCsv(request) ? PredictionsFormat.Csv : PredictionsFormat.Jsonl);
        string name = $"predictions-{job.Id}.{HoneJson.Name(format)}";
        if (format == PredictionsFormat.Jsonl)
        {
            return TypedResults.PhysicalFile(path, Jsonl, name, enableRangeProcessing: true);
        }

        TaskKind task = JsonSerializer.Deserialize<PredictSpecification>(job.Specification, HoneJson.Options)!.Task!.Value;
        return TypedResults.Stream(
            async destination =>
            {
                await using FileStream predictions = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
                await PredictionTable.WriteAsync(predictions, task, destination, cancellationToken);
            },
            $"{Csv}; charset=utf-8",
            name);
    }

    private static string Find(Job job, JobDirectory directory)
    {
        if (job.Kind != JobKind.Predict)
        {
            throw RefusalException.NotFound(ProblemCodes.NoPredictions, $"Job {job.Id} does not predict.");
        }

        if (job.Status != JobStatus.Succeeded)
        {
            throw RefusalException.Conflict(ProblemCodes.NoPredictions, $"Job {job.Id} is {HoneJson.Name(job.Status)}; there are predictions once it has succeeded.");
        }

        return File.Exists(directory.Predictions)
            ? directory.Predictions
            : throw RefusalException.NotFound(ProblemCodes.NoPredictions, $"The predictions of job {job.Id} are not kept any longer (Hone:Limits:KeptPredictions).");
    }

    private static bool PrefersCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted)
        && accepted.MaxBy(type => type.Quality ?? 1) is { } best
        && best.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);
}
