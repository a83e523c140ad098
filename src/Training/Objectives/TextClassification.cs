using Hone.Training.Architectures;
using Hone.Training.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Objectives;

/// <summary>Tell the label of a text; the loss is the mean cross-entropy in nats.</summary>
public sealed class TextClassification(TextClassificationModel model, Device device) : IObjective<LabelledBatch>
{
    /// <inheritdoc/>
    public Module Model => model;

    /// <inheritdoc/>
    public Tensor Loss(LabelledBatch batch)
    {
        using Tensor targets = tensor(batch.Labels, device: device);
        return functional.cross_entropy(Logits(batch), targets);
    }

    /// <summary>The most likely label of every example, in the order of the examples, and the mean loss.</summary>
    public (int[] Predicted, double Loss) Evaluate(LabelledSequences examples, CancellationToken cancellationToken)
    {
        model.eval();
        using IDisposable noGrad = no_grad();
        int[] predicted = new int[examples.Count];
        double total = 0;
        int next = 0;
        foreach (LabelledBatch batch in examples.Sorted(out int[] positions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            using Tensor targets = tensor(batch.Labels, device: device);
            Tensor logits = Logits(batch);
            total += functional.cross_entropy(logits, targets, reduction: Reduction.Sum).item<float>();
            foreach (long label in logits.argmax(1).cpu().data<long>())
            {
                predicted[positions[next++]] = (int)label;
            }
        }

        model.train();
        return (predicted, total / examples.Count);
    }

    /// <summary>fp32 logits, <c>[sequences, labels]</c>.</summary>
    private Tensor Logits(LabelledBatch batch)
    {
        using PackedSequences sequences = batch.Pack(device);
        return model.forward(sequences).to_type(ScalarType.Float32);
    }
}
