using Hone.Api.Configuration;
using Hone.Api.Serving;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>A classifier as the service has it in memory, with its queue and its thread, and without HTTP.</summary>
internal sealed class InProcessService : IDisposable
{
    private readonly ResidentPredictor resident;

    /// <param name="directory">The model directory.</param>
    public InProcessService(string directory) => resident = (ResidentPredictor)ResidentModel
        .LoadAsync(directory, TaskKind.TextClassification, new ServingOptions { Device = "cpu" })
        .GetAwaiter()
        .GetResult();

    /// <summary>Tokenises a text.</summary>
    public EncodedSequence Encode(string text) => ((TextClassifier)resident.Predictor).Encode(text);

    /// <summary>Computes texts as one request would have them computed.</summary>
    public void Compute(IReadOnlyList<EncodedSequence> sequences)
    {
        PendingRequest request = new(sequences, CancellationToken.None);
        resident.Enqueue(request);
        request.ResultAsync().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => resident.UnloadAsync().GetAwaiter().GetResult();
}
