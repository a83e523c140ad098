using System.Net.Mime;
using Hone.Api.Documentation;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Artifacts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>The registry: what was trained, what it was made from, and under which names it is served.</summary>
internal static class ModelsApi
{
    private static readonly object AliasExample = new { version = 1 };

    public static void MapModelsApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/models").WithTags("Models");
        models.MapGet("/", ListAsync).Refuses(400, ProblemCodes.InvalidCursor);
        models.MapGet("/{name}", GetAsync).RefusesModel();
        models.MapDelete("/{name}", DeleteAsync).RefusesModel().Refuses(409, ProblemCodes.InUse);
        models.MapGet("/{name}/versions", ListVersionsAsync).RefusesModel().Refuses(400, ProblemCodes.InvalidCursor);
        models.MapGet("/{name}/versions/{version:int}", GetVersionAsync).RefusesModel().Refuses(404, ProblemCodes.UnknownVersion);
        models.MapGet("/{name}/versions/{version:int}/download", DownloadAsync)
            .Produces<Stream>(StatusCodes.Status200OK, MediaTypeNames.Application.Zip)
            .RefusesModel()
            .Refuses(404, ProblemCodes.UnknownVersion);
        models.MapMethods("/{name}/versions/{version}", [HttpMethods.Get, HttpMethods.Delete], RefuseVersion).ExcludeFromDescription();
        models.MapMethods("/{name}/versions/{version}/download", [HttpMethods.Get], RefuseVersion).ExcludeFromDescription();
        models.MapDelete("/{name}/versions/{version:int}", DeleteVersionAsync).RefusesModel().Refuses(404, ProblemCodes.UnknownVersion).Refuses(409, ProblemCodes.InUse);
        models.MapGet("/{name}/aliases", ListAliasesAsync).RefusesModel();
        models.MapPut("/{name}/aliases/{alias}", PointAliasAsync)
            .WithExample(AliasExample)
            .RefusesModel()
            .Refuses(400, ProblemCodes.InvalidName)
            .Refuses(404, ProblemCodes.UnknownVersion);
        models.MapDelete("/{name}/aliases/{alias}", DeleteAliasAsync).RefusesModel().Refuses(404, ProblemCodes.UnknownAlias);
        models.MapGet("/{name}/aliases/{alias}/history", AliasHistoryAsync).RefusesModel().Refuses(404, ProblemCodes.UnknownAlias);
    }

    private static RouteHandlerBuilder RefusesModel(this RouteHandlerBuilder route) =>
        route.Refuses(404, ProblemCodes.UnknownModel);

    /// <summary>Lists models, the newest first.</summary>
    private static async Task<Ok<Page<ModelResponse>>> ListAsync(
        Query<PageRequest> query,
        IDbContextFactory<HoneDbContext> contexts,
        CancellationToken cancellationToken)
    {
        Guid? after = query.Value.AfterId();
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Model> models = await db.Models.AsNoTracking()
            .Where(model => after == null || model.Id < after)
            .OrderByDescending(model => model.Id)
            .Take(query.Value.Limit + 1)
            .ToListAsync(cancellationToken);
        IReadOnlyDictionary<Guid, ModelResponse> shown = await ShowAsync(db, models, cancellationToken);
        return TypedResults.Ok(query.Value.ToPage(models, model => shown[model.Id], model => Cursor.Of(model.Id)));
    }

    /// <summary>Shows a model with its aliases.</summary>
    /// <param name="name" example="api-area">The model.</param>
    private static async Task<Ok<ModelResponse>> GetAsync(string name, IDbContextFactory<HoneDbContext> contexts, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Model model = await db.FindModelAsync(name, cancellationToken);
        return TypedResults.Ok((await ShowAsync(db, [model], cancellationToken))[model.Id]);
    }

    /// <summary>Deletes a model with all its versions, their files, and its aliases.</summary>
    /// <remarks>
    /// Refused while another model is based on one of its versions, or a job that is not over uses one or is to add one. Versions of a later
    /// model of this name are numbered from 1 again.
    /// </remarks>
    /// <param name="name" example="api-area">The model.</param>
    private static async Task<NoContent> DeleteAsync(string name, ModelDeletion deletion, CancellationToken cancellationToken)
    {
        await deletion.DeleteAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Lists the versions of a model, the newest first.</summary>
    /// <param name="name" example="api-area">The model.</param>
    private static async Task<Ok<Page<ModelVersionResponse>>> ListVersionsAsync(
        string name,
        Query<PageRequest> query,
        IDbContextFactory<HoneDbContext> contexts,
        CancellationToken cancellationToken)
    {
        long after = query.Value.AfterNumber();
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Model model = await db.FindModelAsync(name, cancellationToken);
        List<ModelVersion> versions = await db.ModelVersions.AsNoTracking()
            .Where(version => version.ModelId == model.Id && (after == 0 || version.Number < after))
            .OrderByDescending(version => version.Number)
            .Take(query.Value.Limit + 1)
            .ToListAsync(cancellationToken);
        List<ModelAlias> aliases = await db.ModelAliases.AsNoTracking().Where(alias => alias.ModelId == model.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(query.Value.ToPage(versions, version => ModelVersionResponse.Of(model, version, aliases), version => Cursor.Of(version.Number)));
    }

    /// <summary>Shows a version: its metrics and everything it was made from.</summary>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="version" example="1">The version's number.</param>
    private static async Task<Ok<ModelVersionResponse>> GetVersionAsync(
        string name,
        int version,
        IDbContextFactory<HoneDbContext> contexts,
        DataDirectory data,
        CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        (Model model, ModelVersion found) = await db.ResolveAsync(new ModelReference(name, Version: version), cancellationToken);
        List<ModelAlias> aliases = await db.ModelAliases.AsNoTracking().Where(alias => alias.ModelId == model.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(ModelVersionResponse.Of(model, found, aliases) with
        {
            Evaluations = new ModelDirectory(Path.Combine(data.Root, found.Directory)).ReadRecord().Evaluations,
        });
    }

    /// <summary>Refuses what cannot be a version's number.</summary>
    internal static void RefuseVersion() =>
        throw RefusalException.NotFound(ProblemCodes.UnknownVersion, "There is no such version; versions are numbered from 1.");

    /// <summary>Downloads a version as a zip archive.</summary>
    /// <remarks>
    /// The archive holds the model in Hugging Face's layout: <c>config.json</c>, <c>model.safetensors</c>, <c>tokenizer.json</c>,
    /// <c>vocab.txt</c>, and <c>hone.json</c> with what it was made from.
    /// </remarks>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="version" example="1">The version's number.</param>
    private static async Task<PushStreamHttpResult> DownloadAsync(
        string name,
        int version,
        IDbContextFactory<HoneDbContext> contexts,
        DataDirectory data,
        CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        (Model model, ModelVersion found) = await db.ResolveAsync(new ModelReference(name, Version: version), cancellationToken);
        ModelDirectory directory = new(Path.Combine(data.Root, found.Directory));
        return TypedResults.Stream(
            destination => directory.WriteZipAsync(destination, cancellationToken),
            MediaTypeNames.Application.Zip,
            $"{model.Name}-{found.Number}.zip");
    }

    /// <summary>Deletes a version and its files.</summary>
    /// <remarks>Refused while an alias points at it, another version is based on it, or an unfinished job uses it. Its number is not given again.</remarks>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="version" example="1">The version's number.</param>
    private static async Task<NoContent> DeleteVersionAsync(string name, int version, ModelDeletion deletion, CancellationToken cancellationToken)
    {
        await deletion.DeleteAsync(name, version, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Lists the aliases of a model.</summary>
    /// <param name="name" example="api-area">The model.</param>
    private static async Task<Ok<IReadOnlyList<AliasResponse>>> ListAliasesAsync(
        string name,
        IDbContextFactory<HoneDbContext> contexts,
        CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Model model = await db.FindModelAsync(name, cancellationToken);
        List<ModelAlias> aliases = await db.ModelAliases.AsNoTracking()
            .Where(alias => alias.ModelId == model.Id)
            .OrderBy(alias => alias.Name)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<AliasResponse>>([.. aliases.Select(AliasResponse.Of)]);
    }

    /// <summary>Points an alias at a version.</summary>
    /// <remarks>
    /// The alias <c>default</c> is what a model's bare name means; without it that is the newest version. The version is loaded and
    /// has answered once before the alias moves, so that requests find it ready.
    /// </remarks>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="alias" example="default">The alias.</param>
    private static async Task<Ok<AliasResponse>> PointAliasAsync(
        string name,
        string alias,
        JsonBody<AliasRequest> body,
        ModelAliases aliases,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(AliasResponse.Of(await aliases.PointAsync(name, alias, body.Value.Version, cancellationToken)));

    /// <summary>Deletes an alias. The version it pointed at stays.</summary>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="alias" example="default">The alias.</param>
    private static async Task<NoContent> DeleteAliasAsync(string name, string alias, ModelAliases aliases, CancellationToken cancellationToken)
    {
        await aliases.DeleteAsync(name, alias, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Shows where an alias pointed and when, the latest change first.</summary>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="alias" example="default">The alias; it may have been deleted since.</param>
    private static async Task<Ok<IReadOnlyList<AliasChangeResponse>>> AliasHistoryAsync(
        string name,
        string alias,
        ModelAliases aliases,
        CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<AliasChangeResponse>>([.. (await aliases.HistoryAsync(name, alias, cancellationToken)).Select(AliasChangeResponse.Of)]);

    private static async Task<IReadOnlyDictionary<Guid, ModelResponse>> ShowAsync(
        HoneDbContext db,
        IReadOnlyList<Model> models,
        CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. models.Select(model => model.Id)];
        var versions = await db.ModelVersions
            .Where(version => ids.Contains(version.ModelId))
            .GroupBy(version => version.ModelId)
            .Select(group => new { Model = group.Key, Count = group.Count(), Latest = group.Max(version => version.Number) })
            .ToDictionaryAsync(group => group.Model, cancellationToken);
        ILookup<Guid, ModelAlias> aliases = (await db.ModelAliases.AsNoTracking()
            .Where(alias => ids.Contains(alias.ModelId))
            .ToListAsync(cancellationToken)).ToLookup(alias => alias.ModelId);
        return models.ToDictionary(model => model.Id, model => new ModelResponse
        {
            Name = model.Name,
            CreatedAt = model.CreatedAt,
            LatestVersion = versions.GetValueOrDefault(model.Id)?.Latest,
            Versions = versions.GetValueOrDefault(model.Id)?.Count ?? 0,
            Aliases = aliases[model.Id].ToDictionary(alias => alias.Name, alias => alias.Version),
        });
    }
}
