using Hone.Training.Architectures;
using Hone.Training.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Objectives;

/// <summary>Predict the hidden tokens (Devlin et al. 2019); the loss is the mean cross-entropy in nats.</summary>
public sealed class MaskedLanguageModeling(MaskedLanguageModel model, Device device) : IObjective<MaskedBatch>
{
    /// <inheritdoc/>
    public Module Model => model;

    /// <inheritdoc/>
    public Tensor Loss(MaskedBatch batch)
    {
        using PackedSequences sequences = batch.Pack(device);
        using Tensor rows = tensor(batch.Rows, device: device);
        using Tensor targets = tensor(batch.Targets, device: device);
        return functional.cross_entropy(model.forward(sequences, rows).to_type(ScalarType.Float32), targets);
    }

    /// <summary>The mean cross-entropy over all hidden tokens of some batches, in nats; its exponential is the perplexity.</summary>
    public double Evaluate(IEnumerable<MaskedBatch> batches, CancellationToken cancellationToken)
    {
        model.eval();
        using IDisposable noGrad = no_grad();
        double total = 0;
        long count = 0;
        foreach (MaskedBatch batch in batches)
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
