using Hone.Api.Configuration;
using Hone.Api.Documentation;
using Hone.Api.Idempotency;
using Hone.Api.Requests;
using Hone.Domain.Corpora;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Hone.Api.Corpora;

/// <summary>Bodies of text to pretrain on.</summary>
internal static class CorporaApi
{
    private static readonly UploadMetadata Upload = new()
    {
        Description = "The file itself, or a form with the file as its only part. Gzip is accepted of both, as a `.gz` file or as the content encoding.",
        Parts = [new UploadPart(CorpusUploader.FilePart, "The file; gzip is accepted.") { Required = true }],
        Raw = new Dictionary<string, string>
        {
            ["text/plain"] = "A first document,\nof two lines.\n\nA second document.\n",
            ["application/jsonl"] = "{\"text\": \"A first document.\"}\n{\"text\": \"A second document.\"}\n",
        },
    };

    public static void AddCorpora(this IServiceCollection services)
    {
        services.AddSingleton<CorpusCatalog>();
        services.AddSingleton<CorpusUploader>();
    }

    public static void MapCorporaApi(this WebApplication app)
    {
        long uploadBytes = app.Services.GetRequiredService<IOptions<HoneOptions>>().Value.Limits.UploadBytes;
        RouteGroupBuilder corpora = app.MapGroup("/corpora").WithTags("Corpora");
        corpora.MapPost("/", CreateAsync)
            .WithMetadata(new RequestSizeLimitAttribute(uploadBytes))
            .WithQueryExample(new CorpusUpload { Name = "dotnet-docs", Language = "en" })
            .Reads(Upload)
            .Refuses(
                400,
                ProblemCodes.InvalidName,
                ProblemCodes.InvalidCorpus,
                ProblemCodes.InvalidGzip,
                ProblemCodes.InvalidMultipart,
                ProblemCodes.MissingPart,
                ProblemCodes.UnknownPart,
                ProblemCodes.DuplicatePart,
                ProblemCodes.UploadAborted)
            .Refuses(409, ProblemCodes.NameTaken)
            .Refuses(413, ProblemCodes.BodyTooLarge, ProblemCodes.ExpandsTooFar)
            .Refuses(415, ProblemCodes.UnsupportedMediaType);
        corpora.MapGet("/", ListAsync).Refuses(400, ProblemCodes.InvalidCursor);
        corpora.MapGet("/{idOrName}", GetAsync).Refuses(404, ProblemCodes.UnknownCorpus);
        corpora.MapGet("/{idOrName}/documents", ReadDocumentsAsync)
            .Refuses(400, ProblemCodes.InvalidCursor)
            .Refuses(404, ProblemCodes.UnknownCorpus)
            .Refuses(500, ProblemCodes.ContentMissing);
        corpora.MapDelete("/{idOrName}", DeleteAsync)
            .Refuses(404, ProblemCodes.UnknownCorpus)
            .Refuses(409, ProblemCodes.InUse);
    }

    /// <summary>Uploads a corpus.</summary>
    /// <remarks>
    /// The body is read as it arrives. It must be UTF-8; a file with lines that cannot be used is refused as a whole, with the first hundred
    /// of them listed and all of them counted.
    /// </remarks>
    private static async Task<Results<Created<CorpusResponse>, ReplayedAnswer>> CreateAsync(
        Query<CorpusUpload> query,
        IdempotencyKey key,
        IdempotentRequests requests,
        HttpRequest request,
        CorpusUploader uploader,
        CancellationToken cancellationToken)
    {
        using IdempotentRequest once = await requests.BeginAsync(key, cancellationToken);
        (Corpus? corpus, StoredAnswer? answer) = await uploader.UploadAsync(query.Value, request, once, cancellationToken);
        return corpus is null ? new ReplayedAnswer(answer!) : TypedResults.Created(CorpusResponse.AddressOf(corpus), CorpusResponse.Of(corpus));
    }

    /// <summary>Lists the corpora, newest first.</summary>
    private static async Task<Ok<Page<CorpusResponse>>> ListAsync(Query<PageRequest> page, CorpusCatalog corpora, CancellationToken cancellationToken) =>
        TypedResults.Ok(await corpora.ListAsync(page.Value, cancellationToken));

    /// <summary>Shows a corpus.</summary>
    /// <param name="idOrName" example="dotnet-docs">Its id or its name.</param>
    /// <param name="corpora">The corpora.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<Ok<CorpusResponse>> GetAsync(string idOrName, CorpusCatalog corpora, CancellationToken cancellationToken) =>
        TypedResults.Ok(CorpusResponse.Of(await corpora.GetAsync(idOrName, cancellationToken)));

    /// <summary>Reads the documents of a corpus.</summary>
    /// <remarks>In their order. A page of long documents ends before its limit.</remarks>
    /// <param name="idOrName" example="dotnet-docs">The corpus's id or name.</param>
    /// <param name="page">Which documents.</param>
    /// <param name="corpora">The corpora.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<Ok<Page<DocumentResponse>>> ReadDocumentsAsync(
        string idOrName,
        Query<PageRequest> page,
        CorpusCatalog corpora,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await corpora.ReadDocumentsAsync(idOrName, page.Value, cancellationToken));

    /// <summary>Deletes a corpus.</summary>
    /// <remarks>Refused while a job that is not over was asked to learn from it. Models that learnt from it stay.</remarks>
    /// <param name="idOrName" example="dotnet-docs">Its id or its name.</param>
    /// <param name="corpora">The corpora.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<NoContent> DeleteAsync(string idOrName, CorpusCatalog corpora, CancellationToken cancellationToken)
    {
        await corpora.DeleteAsync(idOrName, cancellationToken);
        return TypedResults.NoContent();
    }
}
