using Hone.Training.Architectures;
using Hone.Training.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Objectives;

/// <summary>
/// Predict tokens from what the network sees: hidden ones from both sides (Devlin et al. 2019), or each from those before it; the loss is the
/// mean cross-entropy in nats.
/// </summary>
public sealed class LanguageModeling(LanguageModel model, Device device) : IObjective<PredictionBatch>
{
    /// <inheritdoc/>
    public Module Model => model;

    /// <inheritdoc/>
    public Tensor Loss(PredictionBatch batch)
    {
        using PackedSequences sequences = batch.Pack(device);
        using Tensor rows = tensor(batch.Rows, device: device);
        using Tensor targets = tensor(batch.Targets, device: device);
        return functional.cross_entropy(model.forward(sequences, rows).to_type(ScalarType.Float32), targets);
    }

    /// <summary>The mean cross-entropy over all tokens to be predicted in some batches, in nats; its exponential is the perplexity.</summary>
    public double Evaluate(IEnumerable<PredictionBatch> batches, CancellationToken cancellationToken)
    {
        model.eval();
        using IDisposable noGrad = no_grad();
        double total = 0;
        long count = 0;
        foreach (PredictionBatch batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            total += Loss(batch).item<float>() * (double)batch.Rows.Length;
            count += batch.Rows.Length;
        }

        model.train();
        return total / count;
    }
}
