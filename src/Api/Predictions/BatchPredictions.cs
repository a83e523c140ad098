using System.Diagnostics;
using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Serving;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Tokenization;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions;

/// <summary>
/// Asks models that compute in batches: encodes every input, waits for the model's thread, and makes predictions of what it says. An input may be
/// several sequences, such as the windows of a long text.
/// </summary>
internal sealed class BatchPredictions(ResidentModels residents, IOptions<HoneOptions> options)
{
    private readonly ServingOptions serving = options.Value.Serving;

    /// <summary>What a model says about sequences.</summary>
    /// <exception cref="RefusalException">There is no room for them.</exception>
    public async Task<IReadOnlyList<float[]>> ComputeAsync(ResidentPredictor resident, IReadOnlyList<EncodedSequence> sequences, CancellationToken cancellationToken)
    {
        PendingRequest? pending = Enqueue(resident, sequences, cancellationToken);
        return pending is null ? [] : await pending.ResultAsync();
    }

    /// <summary>Predicts for every input.</summary>
    /// <param name="resolved">The model.</param>
    /// <param name="task">What it is to do.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="encode">Encodes one.</param>
    /// <param name="sequencesOf">The sequences that an encoded input is.</param>
    /// <param name="decode">Makes the prediction of what the model says about an input's sequences.</param>
    /// <param name="headers">Told where the time went (<c>Server-Timing</c>).</param>
    /// <param name="cancellationToken">Fires when the client has left.</param>
    /// <exception cref="RefusalException">There is no room for the model or the inputs.</exception>
    public async Task<PredictionResponse<TPrediction>> RunAsync<TPredictor, TEncoded, TPrediction>(
        ResolvedVersion resolved,
        TaskKind task,
        IReadOnlyList<PredictionInput> inputs,
        Func<TPredictor, PredictionInput, TEncoded> encode,
        Func<TEncoded, IReadOnlyList<EncodedSequence>> sequencesOf,
        Func<TPredictor, TEncoded, IReadOnlyList<float[]>, TPrediction> decode,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
        where TPredictor : IBatchPredictor
    {
        long start = Stopwatch.GetTimestamp();
        using ModelLease lease = await residents.LeaseAsync(resolved.Version, task, cancellationToken);
        ResidentPredictor resident = (ResidentPredictor)lease.Model;
        TPredictor predictor = (TPredictor)resident.Predictor;
        TimeSpan loading = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        TEncoded[] encoded = [.. inputs.Select(input => encode(predictor, input))];
        EncodedSequence[] sequences = [.. encoded.SelectMany(sequencesOf)];
        TimeSpan tokenising = Stopwatch.GetElapsedTime(start);
        PendingRequest? pending = Enqueue(resident, sequences, cancellationToken);
        IReadOnlyList<float[]> results = pending is null ? [] : await pending.ResultAsync();

        TPrediction[] predictions = new TPrediction[encoded.Length];
        int next = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            int count = sequencesOf(encoded[i]).Count;
            predictions[i] = decode(predictor, encoded[i], [.. results.Skip(next).Take(count)]);
            next += count;
        }

        ServerTiming.Write(headers, ("load", loading), ("tokenize", tokenising), ("queue", pending?.Queued ?? default), ("inference", pending?.Computed ?? default));
        return new PredictionResponse<TPrediction>
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Task = task,
            Predictions = predictions,
            Usage = new PredictionUsage(inputs.Count, sequences.Sum(sequence => sequence.Ids.Length), encoded.Count(input => sequencesOf(input).Any(sequence => sequence.Truncated))),
        };
    }

    /// <summary>Passes sequences to a model; null when there are none.</summary>
    private PendingRequest? Enqueue(ResidentPredictor resident, IReadOnlyList<EncodedSequence> sequences, CancellationToken cancellationToken)
    {
        if (sequences.Count > serving.QueueInputs)
        {
            throw new RefusalException(
                RefusalKind.TooLarge,
                ProblemCodes.BatchTooLarge,
                $"The request makes {sequences.Count} sequences; no more than {serving.QueueInputs} may wait for a model (Hone:Serving:QueueInputs).");
        }

        if (sequences.Count == 0)
        {
            return null;
        }

        PendingRequest pending = new(sequences, cancellationToken);
        resident.Enqueue(pending);
        return pending;
    }
}
