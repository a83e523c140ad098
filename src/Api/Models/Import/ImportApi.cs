using Hone.Api.Configuration;
using Hone.Api.Documentation;
using Hone.Api.Requests;
using Hone.Api.Uploads;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Hone.Api.Models.Import;

/// <summary>Models that were made elsewhere.</summary>
internal static class ImportApi
{
    /// <summary>The part of a form that holds the archive.</summary>
    private const string FilePart = "file";

    private static readonly string[] ArchiveMediaTypes =
        ["application/zip", "application/x-zip-compressed", "application/octet-stream", "application/x-www-form-urlencoded"]; // the last is what curl says of any data

    private static readonly UploadMetadata Upload = new()
    {
        Description = "A zip archive, itself or as the only part of a form; or, as JSON, a folder of the service's machine, which needs the setting `Hone:ImportPath`: `path` is a folder below that.",
        Parts = [new UploadPart(FilePart, "The zip archive.") { Required = true }],
        Binary = ["application/zip"],
        Json = (typeof(ImportRequest), new { path = "distilbert-base-uncased" }),
    };

    public static void MapImportApi(this WebApplication app)
    {
        long uploadBytes = app.Services.GetRequiredService<IOptions<HoneOptions>>().Value.Limits.UploadBytes;
        app.MapGroup("/models").WithTags("Models").MapPost("/import", ImportAsync)
            .WithMetadata(new RequestSizeLimitAttribute(uploadBytes))
            .WithQueryExample(new ImportQuery { Name = "distilbert" })
            .Reads(Upload)
            .Refuses(
                400,
                ProblemCodes.InvalidArchive,
                ProblemCodes.InvalidJson,
                ProblemCodes.InvalidModelDirectory,
                ProblemCodes.InvalidMultipart,
                ProblemCodes.MissingPart,
                ProblemCodes.UnknownPart,
                ProblemCodes.DuplicatePart,
                ProblemCodes.PickleWeights,
                ProblemCodes.UnknownFolder,
                ProblemCodes.UnsafePath,
                ProblemCodes.UnsupportedArchitecture,
                ProblemCodes.UploadAborted)
            .Refuses(403, ProblemCodes.ImportPathOff)
            .Refuses(413, ProblemCodes.BodyTooLarge, ProblemCodes.ExpandsTooFar, ProblemCodes.TooManyFiles)
            .Refuses(415, ProblemCodes.UnsupportedMediaType)
            .Refuses(507, ProblemCodes.StorageFull);
    }

    /// <summary>Imports a model.</summary>
    /// <remarks>
    /// Read are what a download of Hone contains, and what <c>save_pretrained</c> of Hugging Face's library writes: <c>config.json</c>,
    /// <c>model.safetensors</c> or its shards, and <c>tokenizer.json</c>, <c>vocab.txt</c>, or <c>vocab.json</c> with <c>merges.txt</c>, at the top of
    /// the archive or in its one folder. Encoders are those of BERT, DistilBERT, RoBERTa and RoBERTa-PreLayerNorm, decoders those of GPT-2. A
    /// pretrained model can be the base of jobs at once, and a text classifier be asked for predictions. Pickles are never read. A model that
    /// cannot be used is refused as a whole, with everything that is wrong with it.
    /// </remarks>
    private static async Task<Created<ModelVersionResponse>> ImportAsync(
        Query<ImportQuery> query,
        HttpRequest request,
        ModelImport models,
        IOptions<HoneOptions> options,
        CancellationToken cancellationToken)
    {
        LimitOptions limits = options.Value.Limits;
        using IDisposable stopping = RequestContent.EndWhenStopping(request.HttpContext);
        ResolvedVersion imported = request.HasJsonContentType()
            ? await ImportFolderAsync(query.Value.Name, request, models, cancellationToken)
            : await ImportArchiveAsync(Require(query.Value.Name), request, models, limits, cancellationToken);
        return TypedResults.Created(
            FormattableString.Invariant($"/models/{imported.Model.Name}/versions/{imported.Version.Number}"),
            ModelVersionResponse.Of(imported.Model, imported.Version, []));
    }

    private static async Task<ResolvedVersion> ImportFolderAsync(string? queried, HttpRequest request, ModelImport models, CancellationToken cancellationToken)
    {
        ImportRequest body = (await JsonBody<ImportRequest>.ReadAsync(request.HttpContext)).Value;
        if (queried is not null && body.Name is not null && queried != body.Name)
        {
            throw RefusalException.ForField(ProblemCodes.DuplicateField, "name", "'name' is one thing in the query and another in the body.");
        }

        return await models.ImportFolderAsync(Require(body.Name ?? queried), body.Path, cancellationToken);
    }

    private static async Task<ResolvedVersion> ImportArchiveAsync(
        string name,
        HttpRequest request,
        ModelImport models,
        LimitOptions limits,
        CancellationToken cancellationToken)
    {
        await using Stream body = RequestContent.Open(request, limits);
        if (!UploadForm.IsForm(request.ContentType))
        {
            if (request.ContentType is { } type && !ArchiveMediaTypes.Contains(type.Split(';')[0].Trim().ToLowerInvariant()))
            {
                throw new RefusalException(
                    RefusalKind.UnsupportedMedia,
                    ProblemCodes.UnsupportedMediaType,
                    "A model is sent as application/zip, application/octet-stream or multipart/form-data, and a folder is named as application/json.");
            }

            return await models.ImportArchiveAsync(name, body, "upload", () => Task.CompletedTask, cancellationToken);
        }

        UploadForm form = UploadForm.Open(request.ContentType, body, limits);
        UploadFormPart part = await form.ReadNextAsync(cancellationToken)
            ?? throw UploadForm.Refuse(ProblemCodes.MissingPart, FilePart, $"The form has no part '{FilePart}'.");
        RefuseUnknown(part);
        return await models.ImportArchiveAsync(name, part.Content, Origin(part.FileName), EndFormAsync, cancellationToken);

        async Task EndFormAsync()
        {
            while (await form.ReadNextAsync(cancellationToken) is { } further)
            {
                RefuseUnknown(further);
            }
        }
    }

    private static void RefuseUnknown(UploadFormPart part)
    {
        if (part.Name != FilePart)
        {
            throw UploadForm.Refuse(
                ProblemCodes.UnknownPart,
                part.Name,
                $"The form has the part '{UploadForm.Quote(part.Name)}'; its only part is '{FilePart}', and the name goes into the query.");
        }
    }

    private static string Origin(string? fileName) => string.IsNullOrEmpty(fileName) ? "upload" : UploadedFile.Legible(fileName);

    private static string Require(string? name) =>
        name ?? throw RefusalException.ForField(ProblemCodes.MissingField, "name", "'name' is missing: it says which model gets a new version.");
}
