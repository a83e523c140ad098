using System.Diagnostics;
using System.Globalization;
using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Api.Serving;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Tokenization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions;

/// <summary>Answers a prediction request: finds the model, tokenises, waits for the model's thread, and puts labels to probabilities.</summary>
internal sealed class Predictor(IDbContextFactory<HoneDbContext> contexts, ResidentModels residents, IOptions<HoneOptions> options)
{
    private readonly ServingOptions serving = options.Value.Serving;

    /// <summary>Predicts for every input of a request.</summary>
    /// <param name="reference">The model.</param>
    /// <param name="request">A request in which nothing is wrong by itself.</param>
    /// <param name="cancellationToken">Fires when the client has left: what has not been computed then is not computed.</param>
    /// <returns>The answer, and where the time went in the form of a <c>Server-Timing</c> header.</returns>
    /// <exception cref="RefusalException">The model is not there, not ready, or not made for this; or the request is too large; or too much waits.</exception>
    public async Task<(PredictionResponse Response, string Timing)> PredictAsync(
        ModelReference reference,
        ModelPredictionRequest request,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> texts = request.Inputs.ToTexts();
        RequireSize(texts);
        ResolvedVersion resolved = await FindAsync(reference, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        using ModelLease lease = await residents.LeaseAsync(resolved.Version, cancellationToken);
        TimeSpan loading = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        EncodedSequence[] inputs = [.. texts.Select(lease.Model.Encode)];
        TimeSpan tokenising = Stopwatch.GetElapsedTime(start);

        PendingRequest pending = new(inputs, cancellationToken);
        lease.Model.Enqueue(pending);
        IReadOnlyList<float[]> probabilities = await pending.ResultAsync();
        PredictionResponse response = new()
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Task = resolved.Version.Task,
            Predictions = [.. probabilities.Select(row => Rank(lease.Model.Labels, row, request.Parameters?.TopK))],
            Usage = new PredictionUsage(inputs.Length, inputs.Sum(input => input.Ids.Length), inputs.Count(input => input.Truncated)),
        };
        return (response, Timing(("load", loading), ("tokenize", tokenising), ("queue", pending.Queued), ("inference", pending.Computed)));
    }

    private void RequireSize(IReadOnlyList<string> texts)
    {
        if (texts.Count > serving.RequestInputs)
        {
            throw new RefusalException(
                RefusalKind.TooLarge,
                ProblemCodes.BatchTooLarge,
                $"The request has {texts.Count} inputs; one request may have {serving.RequestInputs} (Hone:Serving:RequestInputs).");
        }

        ProblemList problems = new();
        problems.AddRange(texts.Index()
            .Where(input => input.Item.Length > serving.InputCharacters)
            .Select(input => new Problem(ProblemCodes.TextTooLong, $"'inputs[{input.Index}]' has {input.Item.Length} characters; an input may have {serving.InputCharacters}.")
            {
                Field = $"inputs[{input.Index}]",
            }));
        problems.ThrowIfAny();
    }

    private async Task<ResolvedVersion> FindAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        ResolvedVersion resolved = await db.ResolveForUseAsync(reference, cancellationToken);
        if (resolved.Version.Task != TaskKind.TextClassification)
        {
            throw RefusalException.ForField(
                ProblemCodes.WrongTask,
                "model",
                $"'{reference}' is a pretrained model, which cannot classify. Fine-tune it for a task with POST /jobs/finetune and use the model that this makes.");
        }

        return resolved;
    }

    private static IReadOnlyList<LabelScore> Rank(IReadOnlyList<string> labels, float[] probabilities, int? topK) =>
        [.. labels.Zip(probabilities, (label, score) => new LabelScore(label, score)).OrderByDescending(entry => entry.Score).Take(topK ?? labels.Count)];

    private static string Timing(params IEnumerable<(string Name, TimeSpan Time)> spans) =>
        string.Join(", ", spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Name};dur={span.Time.TotalMilliseconds:0.###}")));
}
