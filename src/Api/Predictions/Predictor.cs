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
    ClassificationPredictor classification,
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
        IReadOnlyList<string> texts = request.Inputs.ToTexts(options.Value.Serving);
        ResolvedVersion resolved = await FindAsync(reference, cancellationToken);
        PredictionParameters parameters = request.Parameters ?? new PredictionParameters();
        return resolved.Version.Task switch
        {
            TaskKind.TextClassification => await classification.PredictAsync(resolved, texts, parameters, headers, cancellationToken),
            TaskKind.TextGeneration => await generation.PredictAsync(resolved, texts, parameters, headers, cancellationToken),
            _ => throw RefusalException.ForField(
                ProblemCodes.WrongTask,
                request is PredictionRequest ? "model" : "reference",
                $"'{reference}' is a pretrained encoder, which neither classifies nor goes on with text. Fine-tune it for a task with POST /jobs/finetune and use the model that this makes."),
        };
    }

    private async Task<ResolvedVersion> FindAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ResolveForUseAsync(reference, cancellationToken);
    }
}
