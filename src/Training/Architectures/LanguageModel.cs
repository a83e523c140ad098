using Hone.Domain.Jobs.Specifications;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// A network that predicts tokens. <c>forward(sequences, rows)</c> gives the logits at some rows of its states only,
/// <c>[rows, vocabulary]</c>, because the vocabulary is wide and not every row is asked about.
/// </summary>
/// <param name="name">The name of the module.</param>
public abstract class LanguageModel(string name) : Module<PackedSequences, Tensor, Tensor>(name), IBackboneModel
{
    /// <inheritdoc/>
    public abstract Backbone Backbone { get; }

    /// <summary>The kind of network.</summary>
    public ModelFamily Family => Backbone.Family;

    /// <summary>How many tokens it knows.</summary>
    public int VocabularySize => Backbone.VocabularySize;

    /// <summary>The longest sequence, in tokens.</summary>
    public int MaxLength => Backbone.MaxLength;

    /// <summary>All weights under the names they are saved by, as views.</summary>
    public abstract IEnumerable<NamedTensor> NamedTensors();
}
