using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions;

/// <summary>Answers a prediction request: finds the model and asks it in the way of its task.</summary>
internal sealed class Predictor(
    IDbContextFactory<HoneDbContext> contexts,
    TextPredictors texts,
    RolePredictor roles,
    GenerationPredictor generation,
    IOptions<HoneOptions> options)
{
    /// <summary>Predicts for every input of a request.</summary>
    /// <param name="reference">The model.</param>
    /// <param name="request">A request in which nothing is wrong by itself.</param>
    /// <param name="headers">Told where the time went (<c>Server-Timing</c>).</param>
    /// <param name="cancellationToken">Fires when the client has left: what has not been computed then is not computed.</param>
    /// <exception cref="RefusalException">The model is not there, not ready, or not made for this; or the request is too large; or too much waits.</exception>
    public async Task<IResult> PredictAsync(
        ModelReference reference,
        ModelPredictionRequest request,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<PredictionInput> inputs = request.Inputs.Read(options.Value.Serving);
        ResolvedVersion resolved = await FindAsync(reference, cancellationToken);
        PredictionParameters parameters = request.Parameters ?? new PredictionParameters();
        TaskKind task = request.Task ?? resolved.Version.Task;
        Check(reference, resolved.Version.Task, task, inputs, parameters);
        return task switch
        {
            TaskKind.TextClassification => await texts.ClassifyAsync(resolved, inputs, parameters, headers, cancellationToken),
            TaskKind.TokenClassification => await texts.FindSpansAsync(resolved, inputs, parameters, headers, cancellationToken),
            TaskKind.SemanticRoleLabeling => await roles.PredictAsync(resolved, inputs, headers, cancellationToken),
            TaskKind.FillMask => await texts.FillMaskAsync(resolved, inputs, parameters, headers, cancellationToken),
            TaskKind.SentenceSimilarity => await texts.CompareAsync(resolved, inputs, parameters, headers, cancellationToken),
            TaskKind.TextGeneration => await generation.PredictAsync(resolved, inputs, parameters, headers, cancellationToken),
            _ => throw RefusalException.ForField(ProblemCodes.WrongTask, "model", $"Nothing serves {TaskNames.Of(task)}."),
        };
    }

    /// <summary>Refuses what the task or the model has no use for, everything at once.</summary>
    private static void Check(ModelReference reference, TaskKind own, TaskKind task, IReadOnlyList<PredictionInput> inputs, PredictionParameters parameters)
    {
        ProblemList problems = new();
        bool isPretrained = own is TaskKind.FillMask or TaskKind.TextGeneration;
        if (task != own && !(isPretrained && task == TaskKind.SentenceSimilarity))
        {
            problems.Add(new Problem(ProblemCodes.WrongTask, $"'{reference}' is made for {TaskNames.Of(own)}, not for {TaskNames.Of(task)}.") { Field = "task" });
        }

        if (task != TaskKind.TextGeneration && parameters.GenerationField is { } field)
        {
            problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'parameters.{field}' is a parameter of text generation, not of {TaskNames.Of(task)}.") { Field = $"parameters.{field}" });
        }

        if (parameters.Threshold is not null && task is not (TaskKind.TextClassification or TaskKind.TokenClassification))
        {
            problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'parameters.threshold' is a parameter of classifiers, not of {TaskNames.Of(task)}.") { Field = "parameters.threshold" });
        }

        problems.ThrowIfAny();
        PredictionInput.RefuseExtras(inputs, TaskNames.Of(task), task switch
        {
            TaskKind.TextClassification => [PredictionInput.PairField],
            TaskKind.SemanticRoleLabeling => [PredictionInput.WordsField, PredictionInput.PredicatesField],
            TaskKind.SentenceSimilarity => [PredictionInput.PairField, PredictionInput.CandidatesField],
            _ => [],
        });
    }

    private async Task<ResolvedVersion> FindAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ResolveForUseAsync(reference, cancellationToken);
    }
}
