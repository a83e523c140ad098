using Hone.Training.Tokenization;

namespace Hone.Training.Inference;

/// <summary>
/// A network, loaded to predict, that computes sequences in batches. Encoding and decoding may be done on any thread; <see cref="Compute"/>, loading
/// and disposing belong to one thread, the owner of its tensors.
/// </summary>
public interface IBatchPredictor : IDisposable
{
    /// <summary>Bytes its weights take on the device.</summary>
    long MemoryBytes { get; }

    /// <summary>Something to compute first, so that memory is allocated and kernels are chosen.</summary>
    EncodedSequence WarmUp { get; }

    /// <summary>What the network says about each sequence, in their order.</summary>
    float[][] Compute(IReadOnlyList<EncodedSequence> batch);
}
