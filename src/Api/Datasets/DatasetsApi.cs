using Hone.Api.Configuration;
using Hone.Api.Documentation;
using Hone.Api.Idempotency;
using Hone.Api.Requests;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Hone.Api.Datasets;

/// <summary>Examples of a task to learn and to judge by.</summary>
internal static class DatasetsApi
{
    private static readonly UploadMetadata Upload = new()
    {
        Description = """
            A form, its parts in any order. Files are JSONL, CSV with a header line (RFC 4180), TSV with a header line or CoNLL, told by the extension
            or media type of each or by `format`; gzip is accepted of each. The splits that are not uploaded are taken from `train`.

            What a row has depends on the task, and all rows of a data set have the same:

            - `text-classification` (or `sentiment-analysis`; JSONL, CSV, TSV): `text` and, for pairs, `textPair`; `label`, or `labels` where there may be any
              number of them: a JSON array, or in CSV and TSV also one cell in which `|` stands between them.
            - `token-classification` (or `ner`): CoNLL, with the word in the first and the tag in the last column; or JSONL with `tokens` and `tags`, or with `text` and
              `entities`, `[{"start":…,"end":…,"label":…}]` in Unicode code points, not overlapping. Tags are BIO, IOB1, BIOES or BILOU, or have no prefixes.
            - `semantic-role-labeling` (or `srl`; JSONL): `words` and `verbs`, `[{"index":…,"tags":[…],"sense":…}]`, with one BIO tag for each word.
            - `text-generation` (JSONL, CSV, TSV): `text`, or `prompt` and `completion`.
            - `sentence-similarity` (JSONL, CSV, TSV): `text`, `textPair` and `score`, or no `score` where all pairs belong together.
            """,
        Parts =
        [
            new UploadPart("name", "A name for the data set that no other has.") { Type = typeof(string), Required = true, Example = "api-area" },
            new UploadPart("task", "What the rows are examples of.")
            {
                Type = typeof(TaskKind),
                Required = true,
                Refused = [TaskKind.FillMask], // is learnt from corpora
                Example = TaskKind.TextClassification,
            },
            new UploadPart("train", "The rows to learn from.") { Required = true },
            new UploadPart("validation", "The rows to choose by."),
            new UploadPart("test", "The rows to judge by."),
            new UploadPart("format", "The format of all files. Without it each file's extension or media type tells.") { Type = typeof(DatasetFormat) },
            new UploadPart("columns", "Which columns or properties of a row are read, as JSON.") { Type = typeof(ColumnMapping), Example = new ColumnMapping() },
            new UploadPart("reading", "How rows are read where the files do not tell, as JSON.") { Type = typeof(ReadingOptions), Example = new ReadingOptions() },
            new UploadPart("split", "How rows of `train` are set aside for the splits that are not uploaded, as JSON.")
            {
                Type = typeof(SplitOptions),
                Example = new SplitOptions(),
            },
        ],
        Examples = DatasetExamples.All,
    };

    public static void AddDatasets(this IServiceCollection services)
    {
        services.AddSingleton<DatasetCatalog>();
        services.AddSingleton<DatasetReports>();
        services.AddSingleton<DatasetUploader>();
    }

    public static void MapDatasetsApi(this WebApplication app)
    {
        long uploadBytes = app.Services.GetRequiredService<IOptions<HoneOptions>>().Value.Limits.UploadBytes;
        RouteGroupBuilder datasets = app.MapGroup("/datasets").WithTags("Datasets");
        datasets.MapPost("/", CreateAsync)
            .WithMetadata(new RequestSizeLimitAttribute(uploadBytes))
            .Reads(Upload)
            .Refuses(
                400,
                ProblemCodes.InvalidName,
                ProblemCodes.InvalidDataset,
                ProblemCodes.InvalidGzip,
                ProblemCodes.InvalidJson,
                ProblemCodes.InvalidMultipart,
                ProblemCodes.MissingField,
                ProblemCodes.MissingPart,
                ProblemCodes.UnknownPart,
                ProblemCodes.DuplicatePart,
                ProblemCodes.UnknownFormat,
                ProblemCodes.UnknownValue,
                ProblemCodes.OutOfRange,
                ProblemCodes.WrongTask,
                ProblemCodes.UploadAborted)
            .Refuses(409, ProblemCodes.NameTaken)
            .Refuses(413, ProblemCodes.BodyTooLarge, ProblemCodes.ExpandsTooFar)
            .Refuses(415, ProblemCodes.UnsupportedMediaType);
        datasets.MapGet("/", ListAsync).Refuses(400, ProblemCodes.InvalidCursor);
        datasets.MapGet("/{idOrName}", GetAsync).Refuses(404, ProblemCodes.UnknownDataset);
        datasets.MapGet("/{idOrName}/examples", ReadExamplesAsync)
            .Refuses(400, ProblemCodes.InvalidCursor)
            .Refuses(404, ProblemCodes.UnknownDataset, ProblemCodes.EmptySplit)
            .Refuses(500, ProblemCodes.ContentMissing);
        datasets.MapGet("/{idOrName}/report", GetReportAsync)
            .Refuses(400, ProblemCodes.InvalidModelReference)
            .Refuses(404, ProblemCodes.UnknownDataset, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownAlias)
            .Refuses(409, ProblemCodes.ModelNotReady)
            .Refuses(500, ProblemCodes.ContentMissing);
        datasets.MapDelete("/{idOrName}", DeleteAsync)
            .Refuses(404, ProblemCodes.UnknownDataset)
            .Refuses(409, ProblemCodes.InUse);
    }

    /// <summary>Uploads a data set.</summary>
    /// <remarks>
    /// A file with rows that cannot be used is refused as a whole, with the first hundred problems listed and all of them counted.
    /// What is odd but usable comes back as warnings.
    /// </remarks>
    private static async Task<Results<Created<DatasetResponse>, ReplayedAnswer>> CreateAsync(
        IdempotencyKey key,
        IdempotentRequests requests,
        HttpRequest request,
        DatasetUploader uploader,
        CancellationToken cancellationToken)
    {
        using IdempotentRequest once = await requests.BeginAsync(key, cancellationToken);
        (Dataset? dataset, StoredAnswer? answer) = await uploader.UploadAsync(request, once, cancellationToken);
        return dataset is null ? new ReplayedAnswer(answer!) : TypedResults.Created(DatasetResponse.AddressOf(dataset), DatasetResponse.Of(dataset));
    }

    /// <summary>Lists the data sets, newest first.</summary>
    private static async Task<Ok<Page<DatasetResponse>>> ListAsync(Query<PageRequest> page, DatasetCatalog datasets, CancellationToken cancellationToken) =>
        TypedResults.Ok(await datasets.ListAsync(page.Value, cancellationToken));

    /// <summary>Shows a data set.</summary>
    /// <param name="idOrName" example="api-area">Its id or its name.</param>
    /// <param name="datasets">The data sets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<Ok<DatasetResponse>> GetAsync(string idOrName, DatasetCatalog datasets, CancellationToken cancellationToken) =>
        TypedResults.Ok(DatasetResponse.Of(await datasets.GetAsync(idOrName, cancellationToken)));

    /// <summary>Reads the examples of a data set.</summary>
    /// <remarks>Those of one split, in their order. A page of long texts ends before its limit.</remarks>
    /// <param name="idOrName" example="api-area">The data set's id or name.</param>
    /// <param name="request">Which examples.</param>
    /// <param name="datasets">The data sets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<Ok<Page<ExampleResponse>>> ReadExamplesAsync(
        string idOrName,
        Query<ExamplesRequest> request,
        DatasetCatalog datasets,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await datasets.ReadExamplesAsync(idOrName, request.Value, cancellationToken));

    /// <summary>Reports on a data set.</summary>
    /// <remarks>
    /// Rows per label and split, lengths, labels that are probably wrong, and what is odd: duplicates and near-duplicates within and across splits, rare, missing and
    /// skewed labels, repaired tags, empty and over-long texts; each with rows to look at. With `model`, lengths are counted in its tokens too.
    /// </remarks>
    /// <param name="idOrName" example="api-area">The data set's id or name.</param>
    /// <param name="request">What else to report.</param>
    /// <param name="reports">The reports.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<Ok<DatasetReport>> GetReportAsync(string idOrName, Query<ReportRequest> request, DatasetReports reports, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reports.GetAsync(idOrName, request.Value, cancellationToken));

    /// <summary>Deletes a data set.</summary>
    /// <remarks>Refused while a job that is not over was asked to learn from it. Models that learnt from it stay.</remarks>
    /// <param name="idOrName" example="api-area">Its id or its name.</param>
    /// <param name="datasets">The data sets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<NoContent> DeleteAsync(string idOrName, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        await datasets.DeleteAsync(idOrName, cancellationToken);
        return TypedResults.NoContent();
    }
}
