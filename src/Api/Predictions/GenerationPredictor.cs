using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Serving;
using Hone.Domain;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Predictions;
using Microsoft.Extensions.Options;

namespace Hone.Api.Predictions;

/// <summary>Asks a language model to go on with texts, and gives what follows at the end or piece by piece.</summary>
internal sealed class GenerationPredictor(ResidentModels residents, IOptions<HoneOptions> options, IHostApplicationLifetime lifetime)
{
    private const string PieceEvent = "piece";

    private readonly ServingOptions serving = options.Value.Serving;

    /// <summary>Goes on with every text.</summary>
    /// <exception cref="RefusalException">More tokens are asked for than may be, or there is no room for the model or the inputs.</exception>
    public async Task<IResult> PredictAsync(
        ResolvedVersion resolved,
        IReadOnlyList<PredictionInput> inputs,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        GenerationOptions generation = GenerationOptions.Of(parameters);
        if (generation.MaxTokens > serving.GeneratedTokens)
        {
            throw RefusalException.ForField(
                ProblemCodes.OutOfRange,
                "parameters.maxTokens",
                $"'parameters.maxTokens' is {generation.MaxTokens}; it must be at most {serving.GeneratedTokens} (Hone:Serving:GeneratedTokens).");
        }

        // A long text must not hold up the end of the service.
        CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        ModelLease? lease = null;
        try
        {
            long start = Stopwatch.GetTimestamp();
            lease = await residents.LeaseAsync(resolved.Version, TaskKind.TextGeneration, ending.Token);
            TimeSpan loading = Stopwatch.GetElapsedTime(start);
            ResidentGenerator generator = (ResidentGenerator)lease.Model;
            PendingGeneration[] pending = [.. inputs.Select(input => new PendingGeneration(generator.Encode(input.Text), generation, ending.Token))];
            generator.Enqueue(pending);
            if (parameters.Stream)
            {
                ServerTiming.Write(headers, ("load", loading));
                IAsyncEnumerable<SseItem<string>> stream = StreamAsync(pending, lease, ending, cancellationToken);
                (lease, ending) = (null, null!); // the stream gives them back
                return TypedResults.ServerSentEvents(stream);
            }

            GeneratedText[] generated = await Task.WhenAll(pending.Select(CollectAsync));
            ServerTiming.Write(headers, ("load", loading), ("inference", Stopwatch.GetElapsedTime(start) - loading));
            return TypedResults.Ok(new GenerationResponse
            {
                Model = resolved.Model.Name,
                Version = resolved.Version.Number,
                Task = resolved.Version.Task,
                Predictions = generated,
                Usage = new PredictionUsage(pending.Length, pending.Sum(text => text.Prompt.Count), 0),
            });
        }
        finally
        {
            lease?.Dispose();
            ending?.Dispose();
        }
    }

    private static async Task<GeneratedText> CollectAsync(PendingGeneration pending)
    {
        List<GeneratedPiece> pieces = [];
        await foreach (GeneratedPiece piece in pending.ReadAsync())
        {
            pieces.Add(piece);
        }

        return GeneratedText.Of(pieces);
    }

    /// <summary>The pieces of all texts as they come, each text's in order; until the service stops.</summary>
    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        IReadOnlyList<PendingGeneration> pending,
        ModelLease lease,
        CancellationTokenSource ending,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ModelLease held = lease;
        using CancellationTokenSource ended = ending;
        Channel<GeneratedTextPiece> merged = Channel.CreateUnbounded<GeneratedTextPiece>();
        Task forwarding = ForwardAsync();
        await foreach (GeneratedTextPiece piece in merged.Reader.ReadAllAsync(cancellationToken))
        {
            yield return new SseItem<string>(JsonSerializer.Serialize(piece, HoneJson.Options), PieceEvent);
        }

        await forwarding;

        async Task ForwardAsync()
        {
            try
            {
                await Task.WhenAll(pending.Index().Select(async text =>
                {
                    await foreach (GeneratedPiece piece in text.Item.ReadAsync())
                    {
                        if (piece.Text.Length > 0 || piece.End is not null)
                        {
                            merged.Writer.TryWrite(new GeneratedTextPiece(text.Index, piece.Text, piece.Tokens, piece.End));
                        }
                    }
                }));
                merged.Writer.Complete();
            }
            catch (OperationCanceledException)
            {
                merged.Writer.Complete(); // nobody is left, or the service stops: the stream ends without an end of the text
            }
            catch (Exception fault)
            {
                merged.Writer.Complete(fault);
            }
        }
    }
}
