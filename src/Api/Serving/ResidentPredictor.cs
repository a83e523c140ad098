using Hone.Api.Configuration;
using Hone.Training.Inference;

namespace Hone.Api.Serving;

/// <summary>A model in memory that computes what waits in batches.</summary>
internal sealed class ResidentPredictor : ResidentModel
{
    private readonly BatchQueue queue;

    private ResidentPredictor(IBatchPredictor predictor, BatchQueue queue, Task ended)
        : base(predictor.MemoryBytes, ended)
    {
        Predictor = predictor;
        this.queue = queue;
    }

    /// <summary>The network; others than its own thread may only encode and decode with it.</summary>
    public IBatchPredictor Predictor { get; }

    /// <summary>Loads a model, computes a first batch so that no request pays for it, and then whatever comes.</summary>
    public static void Own(Func<IBatchPredictor> load, ServingOptions options, Action<ResidentModel> loaded, Task ended)
    {
        using IBatchPredictor predictor = load();
        predictor.Compute([predictor.WarmUp]);
        BatchQueue queue = new(options.QueueInputs, options.BatchTokens);
        loaded(new ResidentPredictor(predictor, queue, ended));
        while (queue.Take() is { } batch)
        {
            Compute(predictor, batch);
        }
    }

    /// <summary>Passes a request to the model.</summary>
    /// <exception cref="Domain.Problems.RefusalException">Too much is waiting already.</exception>
    public void Enqueue(PendingRequest request) => queue.Enqueue(request);

    /// <inheritdoc/>
    protected override void Close() => queue.Close();

    private static void Compute(IBatchPredictor predictor, IReadOnlyList<PendingInput> batch)
    {
        try
        {
            foreach (PendingInput input in batch)
            {
                input.Request.Start();
            }

            float[][] results = predictor.Compute([.. batch.Select(input => input.Request.Inputs[input.Index])]);
            foreach ((PendingInput input, float[] result) in batch.Zip(results))
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
