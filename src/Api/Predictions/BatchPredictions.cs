using System.Diagnostics;
using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Serving;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Predictions;
using Hone.Training.Tokenization;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions;

/// <summary>
/// Asks models that compute in batches: encodes every input, waits for the model's thread, pass by pass, and makes predictions of what it says. An input
/// may be several sequences, such as the windows of a long text.
/// </summary>
internal sealed class BatchPredictions(ResidentModels residents, IOptions<HoneOptions> options)
{
    private readonly ServingOptions serving = options.Value.Serving;

    /// <summary>Predicts for every input.</summary>
    /// <param name="resolved">The model.</param>
    /// <param name="task">What it is to do.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="parameters">How predictions are to be given.</param>
    /// <param name="headers">Told where the time went (<c>Server-Timing</c>).</param>
    /// <param name="cancellationToken">Fires when the client has left.</param>
    /// <exception cref="RefusalException">An input cannot be predicted for, or there is no room for the model or the inputs.</exception>
    public async Task<IResult> PredictAsync(
        ResolvedVersion resolved,
        TaskKind task,
        IReadOnlyList<PredictionInput> inputs,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using ModelLease lease = await residents.LeaseAsync(resolved.Version, task, cancellationToken);
        ResidentPredictor resident = (ResidentPredictor)lease.Model;
        TaskPredictor predictor = TaskPredictor.Of(resident.Predictor, parameters);
        TimeSpan loading = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        OpenPrediction[] predictions = Begin(predictor, inputs);
        TimeSpan tokenising = Stopwatch.GetElapsedTime(start);
        (TimeSpan queued, TimeSpan computed) = (default, default);
        while (SequencesOf(predictions) is { Length: > 0 } asked)
        {
            PendingRequest pending = Enqueue(resident, [.. asked.Select(sequence => sequence.Prediction.Sequences[sequence.Index])], cancellationToken);
            foreach (((OpenPrediction prediction, int index), float[] result) in asked.Zip(await pending.ResultAsync()))
            {
                prediction.Take(index, result);
            }

            (queued, computed) = (queued + pending.Queued, computed + pending.Computed);
        }

        ServerTiming.Write(headers, ("load", loading), ("tokenize", tokenising), ("queue", queued), ("inference", computed));
        return TypedResults.Ok(new PredictionResponse<object>
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Task = task,
            Predictions = [.. predictions.Select(prediction => prediction.Answer!)],
            Usage = new PredictionUsage(inputs.Count, predictions.Sum(prediction => prediction.Tokens), predictions.Count(prediction => prediction.Truncated)),
        });
    }

    /// <summary>Encodes every input; what is wrong with any of them is told at once.</summary>
    private static OpenPrediction[] Begin(TaskPredictor predictor, IReadOnlyList<PredictionInput> inputs)
    {
        ProblemList problems = new();
        List<OpenPrediction> predictions = [];
        foreach (PredictionInput input in inputs)
        {
            try
            {
                predictions.Add(predictor.Begin(input));
            }
            catch (RefusalException refusal)
            {
                problems.AddRange(refusal.Problems);
            }
        }

        problems.ThrowIfAny();
        return [.. predictions];
    }

    private static (OpenPrediction Prediction, int Index)[] SequencesOf(OpenPrediction[] predictions) =>
        [.. predictions.SelectMany(prediction => Enumerable.Range(0, prediction.Sequences.Count).Select(index => (prediction, index)))];

    private PendingRequest Enqueue(ResidentPredictor resident, IReadOnlyList<EncodedSequence> sequences, CancellationToken cancellationToken)
    {
        if (sequences.Count > serving.QueueInputs)
        {
            throw new RefusalException(
                RefusalKind.TooLarge,
                ProblemCodes.BatchTooLarge,
                $"The request makes {sequences.Count} sequences; no more than {serving.QueueInputs} may wait for a model (Hone:Serving:QueueInputs).");
        }

        PendingRequest pending = new(sequences, cancellationToken);
        resident.Enqueue(pending);
        return pending;
    }
}
