using System.Diagnostics;
using Hone.Api.Models;
using Hone.Api.Serving;
using Hone.Domain.Problems;
using Hone.Training.Tokenization;

namespace Hone.Api.Predictions;

/// <summary>Asks a classifier: tokenises, waits for the model's thread, and puts labels to probabilities.</summary>
internal sealed class ClassificationPredictor(ResidentModels residents)
{
    /// <summary>Classifies every text.</summary>
    /// <exception cref="RefusalException">A parameter is not one of classifiers, or there is no room for the model or the inputs.</exception>
    public async Task<IResult> PredictAsync(
        ResolvedVersion resolved,
        IReadOnlyList<string> texts,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        if (parameters.GenerationField is { } field)
        {
            throw RefusalException.ForField(ProblemCodes.InvalidRequest, $"parameters.{field}", $"'parameters.{field}' is a parameter of text generation; this model classifies.");
        }

        long start = Stopwatch.GetTimestamp();
        using ModelLease lease = await residents.LeaseAsync(resolved.Version, cancellationToken);
        ResidentClassifier classifier = (ResidentClassifier)lease.Model;
        TimeSpan loading = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        EncodedSequence[] inputs = [.. texts.Select(classifier.Encode)];
        TimeSpan tokenising = Stopwatch.GetElapsedTime(start);

        PendingRequest pending = new(inputs, cancellationToken);
        classifier.Enqueue(pending);
        IReadOnlyList<float[]> probabilities = await pending.ResultAsync();
        ServerTiming.Write(headers, ("load", loading), ("tokenize", tokenising), ("queue", pending.Queued), ("inference", pending.Computed));
        return TypedResults.Ok(new ClassificationResponse
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Task = resolved.Version.Task,
            Predictions = [.. probabilities.Select(row => Rank(classifier.Labels, row, parameters.TopK))],
            Usage = new PredictionUsage(inputs.Length, inputs.Sum(input => input.Ids.Length), inputs.Count(input => input.Truncated)),
        });
    }

    private static IReadOnlyList<LabelScore> Rank(IReadOnlyList<string> labels, float[] probabilities, int? topK) =>
        [.. labels.Zip(probabilities, (label, score) => new LabelScore(label, score)).OrderByDescending(entry => entry.Score).Take(topK ?? labels.Count)];
}
