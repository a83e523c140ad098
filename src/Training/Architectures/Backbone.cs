using Hone.Domain.Jobs.Specifications;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// A network that reads a packed batch into one state per token: <c>forward</c> gives <c>[total, width]</c>. The heads of all tasks sit on one,
/// whatever its family.
/// </summary>
/// <param name="name">The name of the module.</param>
public abstract class Backbone(string name) : Module<PackedSequences, Tensor>(name)
{
    /// <summary>The kind of network.</summary>
    public abstract ModelFamily Family { get; }

    /// <summary>How many tokens it knows.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The width of a token's state.</summary>
    public abstract int Width { get; }

    /// <summary>The longest sequence, in tokens.</summary>
    public abstract int MaxLength { get; }

    /// <summary>How many kinds of token it tells apart; below two it takes no notice of them.</summary>
    public abstract int TokenTypes { get; }

    /// <summary>The chance of an activation to be zeroed in training, which heads share.</summary>
    public abstract double Dropout { get; }

    /// <summary>The standard deviation of the weights of a new head.</summary>
    public abstract double HeadRange { get; }

    /// <summary>Whether it trains faster in bfloat16 on a CPU that multiplies it in hardware.</summary>
    public virtual bool GainsFromBFloat16 => true;

    /// <summary>Its modules from the bottom to the top: the embeddings, then layer by layer. Every weight is in exactly one group.</summary>
    internal abstract IReadOnlyList<IReadOnlyList<Module>> Groups { get; }

    /// <summary>Its weights under the names they are saved by, as views.</summary>
    internal abstract IEnumerable<NamedTensor> NamedTensors();
}
