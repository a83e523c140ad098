using Hone.Training.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Data;

/// <summary>What one step learns from, still on the host: token ids, sequence behind sequence.</summary>
/// <param name="Tokens">The ids of all sequences, special tokens included.</param>
/// <param name="Lengths">The length of each sequence.</param>
/// <param name="TokenTypes">The kind of each token; null where all are of the first.</param>
public abstract record Batch(int[] Tokens, int[] Lengths, int[]? TokenTypes = null)
{
    /// <summary>The batch on a device.</summary>
    public PackedSequences Pack(Device device) => new(Tokens, Lengths, device, TokenTypes);
}
