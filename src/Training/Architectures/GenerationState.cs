using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>What a network remembers of the tokens it has read, for one or more sequences of equal length side by side.</summary>
public abstract class GenerationState : IDisposable
{
    /// <summary>How many tokens of each sequence were read.</summary>
    public abstract int Length { get; }

    /// <summary>Keeps some sequences, in a new order; one may be there more than once.</summary>
    /// <param name="sequences">Their numbers, <c>[kept]</c> of int64.</param>
    public abstract void Select(Tensor sequences);

    /// <inheritdoc/>
    public abstract void Dispose();
}
