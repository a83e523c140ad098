using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Domain.Models;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Predictions;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions;

/// <summary>Answers a prediction request: finds the model and asks it in the way of its task.</summary>
internal sealed class Predictor(
    ResolvedVersions versions,
    BatchPredictions batches,
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
        ResolvedVersion resolved = await versions.FindAsync(reference, cancellationToken);
        PredictionParameters parameters = request.Parameters ?? new PredictionParameters();
        TaskKind task = request.Task ?? resolved.Version.Task;
        Check(reference, resolved.Version.Task, task, inputs, parameters);
        return task == TaskKind.TextGeneration
            ? await generation.PredictAsync(resolved, inputs, parameters, headers, cancellationToken)
            : await batches.PredictAsync(resolved, task, inputs, parameters, headers, cancellationToken);
    }

    /// <summary>Refuses what the task or the model has no use for, everything at once.</summary>
    private static void Check(ModelReference reference, TaskKind own, TaskKind task, IReadOnlyList<PredictionInput> inputs, PredictionParameters parameters)
    {
        ProblemList problems = new();
        problems.AddRange(PredictionRules.Validate(reference.ToString(), own, task, parameters));
        problems.ThrowIfAny();
        PredictionInput.RefuseExtras(inputs, TaskNames.Of(task), InputColumns.Default.Of(task));
    }
}
