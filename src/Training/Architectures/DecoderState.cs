using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>What a decoder remembers of sequences that it reads from their beginning: every layer's keys and values.</summary>
/// <param name="layers">How many layers there are.</param>
internal sealed class DecoderState(int layers) : GenerationState
{
    /// <summary>The keys and values of each layer.</summary>
    public KeyValueCache[] Caches { get; } = [.. Enumerable.Range(0, layers).Select(_ => new KeyValueCache())];

    /// <inheritdoc/>
    public override int Length => Caches[0].Length;

    /// <inheritdoc/>
    public override void Select(Tensor sequences)
    {
        foreach (KeyValueCache cache in Caches)
        {
            cache.Select(sequences);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (KeyValueCache cache in Caches)
        {
            cache.Dispose();
        }
    }
}
