using Hone.Api.Configuration;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Api.Serving;

/// <summary>
/// A model in memory. One thread of its own loads it, computes every batch and frees it, because tensors belong to the thread that made
/// them; everybody else only passes inputs to it.
/// </summary>
internal sealed class ResidentModel
{
    private const string WarmUp = "The first batch finds memory to allocate and kernels to choose.";

    private readonly BatchQueue queue;
    private readonly TextClassifier classifier;
    private readonly Task ended;

    private ResidentModel(TextClassifier classifier, BatchQueue queue, Task ended)
    {
        this.classifier = classifier;
        this.queue = queue;
        this.ended = ended;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => classifier.Labels;

    /// <summary>Bytes its weights take.</summary>
    public long MemoryBytes => classifier.MemoryBytes;

    /// <summary>Loads a model directory and computes a first batch, so that no request pays for it.</summary>
    public static Task<ResidentModel> LoadAsync(string directory, ServingOptions options)
    {
        TaskCompletionSource<ResidentModel> loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread owner = new(() => Own(directory, options, loaded, ended)) { IsBackground = true, Name = $"model {Path.GetFileName(directory)}" };
        owner.Start();
        return loaded.Task;
    }

    /// <summary>Tokenises a text; on the caller's thread, so that the model's has time for what only it can do.</summary>
    public EncodedSequence Encode(string text) => classifier.Encode(text);

    /// <summary>Passes a request to the model.</summary>
    /// <exception cref="Domain.Problems.RefusalException">Too much is waiting already.</exception>
    public void Enqueue(PendingRequest request) => queue.Enqueue(request);

    /// <summary>Computes what waits, frees the memory, and completes when that is done.</summary>
    public Task UnloadAsync()
    {
        queue.Close();
        return ended;
    }

    private static void Own(string directory, ServingOptions options, TaskCompletionSource<ResidentModel> loaded, TaskCompletionSource ended)
    {
        try
        {
            using TextClassifier classifier = TextClassifier.Load(directory, new InferenceOptions(options.Device, options.Precision));
            classifier.Classify([classifier.Encode(WarmUp)]);
            BatchQueue queue = new(options.QueueInputs, options.BatchTokens);
            loaded.SetResult(new ResidentModel(classifier, queue, ended.Task));
            while (queue.Take() is { } batch)
            {
                Compute(classifier, batch);
            }
        }
        catch (Exception fault)
        {
            loaded.TrySetException(fault);
        }
        finally
        {
            ended.SetResult();
        }
    }

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
