using System.Linq.Expressions;
using System.Text.Json;
using Hone.Api.Documentation;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Evaluation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Evaluations;

/// <summary>How well versions did on data, as jobs found out.</summary>
internal static class EvaluationsApi
{
    public static void MapEvaluationsApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder evaluations = routes.MapGroup("/models/{name}/versions").WithTags("Models");
        evaluations.MapGet("/{version:int}/evaluations", ListEvaluationsAsync)
            .Refuses(400, ProblemCodes.InvalidCursor)
            .Refuses(404, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion);
        evaluations.MapGet("/{version:int}/evaluations/{id}", GetEvaluationAsync)
            .Refuses(404, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownEvaluation);
        evaluations.MapGet("/{version}/evaluations", ModelsApi.RefuseVersion).ExcludeFromDescription();
        evaluations.MapGet("/{version}/evaluations/{id}", ModelsApi.RefuseVersion).ExcludeFromDescription();
    }

    /// <summary>Lists the evaluations of a version, the newest first.</summary>
    /// <remarks><c>POST /jobs/evaluate</c> makes them. What fine-tuning itself measured stands with the version.</remarks>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="version" example="1">The version's number.</param>
    private static async Task<Ok<Page<EvaluationResponse>>> ListEvaluationsAsync(
        string name,
        int version,
        Query<PageRequest> query,
        IDbContextFactory<HoneDbContext> contexts,
        CancellationToken cancellationToken)
    {
        Guid? after = query.Value.AfterId();
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        (Model model, ModelVersion found) = await db.ResolveAsync(new ModelReference(name, Version: version), cancellationToken);
        List<EvaluationResponse> evaluations = await db.ModelEvaluations.AsNoTracking()
            .Where(evaluation => evaluation.VersionId == found.Id && (after == null || evaluation.Id < after))
            .OrderByDescending(evaluation => evaluation.Id)
            .Take(query.Value.Limit + 1)
            .Select(Show(model.Name, found.Number))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(query.Value.ToPage(evaluations, evaluation => evaluation, evaluation => Cursor.Of(evaluation.Id)));
    }

    /// <summary>Shows an evaluation: metrics with intervals of confidence, numbers of each label, and the examples that the version does worst on.</summary>
    /// <remarks>
    /// Intervals are percentiles of a bootstrap over rows, at 95 %. Of a comparison, <c>p</c> is that of approximate randomisation, for accuracy also that of
    /// McNemar's exact test. The report holds texts of the data set, also after the data set was deleted; it goes with the version.
    /// </remarks>
    /// <param name="name" example="api-area">The model.</param>
    /// <param name="version" example="1">The version's number.</param>
    /// <param name="id">The evaluation.</param>
    private static async Task<Ok<EvaluationDetailResponse>> GetEvaluationAsync(
        string name,
        int version,
        string id,
        IDbContextFactory<HoneDbContext> contexts,
        CancellationToken cancellationToken)
    {
        Guid? sought = Guid.TryParse(id, out Guid parsed) ? parsed : null;
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        (Model model, ModelVersion found) = await db.ResolveAsync(new ModelReference(name, Version: version), cancellationToken);
        IQueryable<ModelEvaluation> evaluations = db.ModelEvaluations.AsNoTracking().Where(evaluation => evaluation.VersionId == found.Id && evaluation.Id == sought);
        EvaluationResponse shown = await evaluations.Select(Show(model.Name, found.Number)).SingleOrDefaultAsync(cancellationToken)
            ?? throw RefusalException.NotFound(ProblemCodes.UnknownEvaluation, $"Version {found.Number} of model '{model.Name}' has no such evaluation.");
        string report = await evaluations.Select(evaluation => evaluation.Report).SingleAsync(cancellationToken);
        return TypedResults.Ok(new EvaluationDetailResponse(shown, JsonSerializer.Deserialize<EvaluationReport>(report, HoneJson.Options)!));
    }

    /// <summary>An evaluation without its report, which may be large.</summary>
    private static Expression<Func<ModelEvaluation, EvaluationResponse>> Show(string model, int version) => evaluation => new EvaluationResponse
    {
        Id = evaluation.Id,
        Model = model,
        Version = version,
        JobId = evaluation.JobId,
        CreatedAt = evaluation.CreatedAt,
        DatasetId = evaluation.DatasetId,
        Dataset = evaluation.Dataset,
        Split = evaluation.Split,
        Rows = evaluation.Rows,
        Metrics = evaluation.Metrics,
        ComparedWith = evaluation.ComparedWith,
    };
}
