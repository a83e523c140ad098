using Hone.Api.Configuration;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Api.Serving;

/// <summary>A classifier in memory, which computes what waits in batches.</summary>
internal sealed class ResidentClassifier : ResidentModel
{
    private const string WarmUp = "The first batch finds memory to allocate and kernels to choose.";

    private readonly BatchQueue queue;
    private readonly TextClassifier classifier;

    private ResidentClassifier(TextClassifier classifier, BatchQueue queue, Task ended)
        : base(classifier.MemoryBytes, ended)
    {
        this.classifier = classifier;
        this.queue = queue;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => classifier.Labels;

    /// <summary>Loads a model directory, computes a first batch so that no request pays for it, and then whatever comes.</summary>
    public static void Own(string directory, ServingOptions options, Action<ResidentModel> loaded, Task ended)
    {
        using TextClassifier classifier = TextClassifier.Load(directory, new InferenceOptions(options.Device, options.Precision));
        classifier.Classify([classifier.Encode(WarmUp)]);
        BatchQueue queue = new(options.QueueInputs, options.BatchTokens);
        loaded(new ResidentClassifier(classifier, queue, ended));
        while (queue.Take() is { } batch)
        {
            Compute(classifier, batch);
        }
    }

    /// <summary>Tokenises a text; on the caller's thread, so that the model's has time for what only it can do.</summary>
    public EncodedSequence Encode(string text) => classifier.Encode(text);

    /// <summary>Passes a request to the model.</summary>
    /// <exception cref="Domain.Problems.RefusalException">Too much is waiting already.</exception>
    public void Enqueue(PendingRequest request) => queue.Enqueue(request);

    /// <inheritdoc/>
    protected override void Close() => queue.Close();

    private static void Compute(TextClassifier classifier, IReadOnlyList<PendingInput> batch)
    {
        try
        {
            foreach (PendingInput input in batch)
            {
                input.Request.Start();
            }

            float[][] probabilities = classifier.Classify([.. batch.Select(input => input.Request.Inputs[input.Index])]);
            foreach ((PendingInput input, float[] result) in batch.Zip(probabilities))
            {
                input.Request.Complete(input.Index, result);
            }
        }
        catch (Exception fault)
        {
            foreach (PendingInput input in batch)
            {
                input.Request.Fail(fault);
            }
        }
    }
}
