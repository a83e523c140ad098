using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>A backbone that makes a vector of a text, of length one: the mean of its states (Reimers &amp; Gurevych 2019). It has no weights of its own.</summary>
public sealed class SentenceEmbeddingModel : TaskModel
{
    private readonly Backbone backbone;

    public SentenceEmbeddingModel(Backbone backbone)
        : base(nameof(SentenceEmbeddingModel))
    {
        this.backbone = backbone;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Backbone Backbone => backbone;

    /// <summary>The fp32 vectors, <c>[sequences, width]</c>.</summary>
    public override Tensor forward(PackedSequences sequences) => SequencePooling.Embed(backbone.forward(sequences), sequences.Runs);

    /// <inheritdoc/>
    internal override IEnumerable<NamedTensor> HeadTensors() => [];
}
