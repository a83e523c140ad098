using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>Sequences that attention computes at once, the shorter ones padded to the longest.</summary>
/// <param name="Count">How many sequences.</param>
/// <param name="Length">Places of each.</param>
/// <param name="Mask">0 where a sequence has a token and -∞ where it is padded, <c>[count, 1, 1, length]</c>; null without padding.</param>
internal sealed record SequenceRectangle(int Count, int Length, Tensor? Mask)
{
    /// <summary>Places of all sequences.</summary>
    public int Total => Count * Length;
}
