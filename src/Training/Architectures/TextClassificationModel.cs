using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures.Layouts;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// A backbone that judges texts by labels. With <see cref="Pooling.Cls"/>, on an encoder, it is <c>BertForSequenceClassification</c> or that of
/// the encoder's own layout; with <see cref="Pooling.Mean"/> the classifier sees the mean of all states instead.
/// </summary>
public sealed class TextClassificationModel : TaskModel
{
    private static readonly ClassifierHeadNames PlainHead = new("pooler.dense", "classifier");

    private readonly Backbone backbone;
    private readonly Linear? pooler;
    private readonly Linear classifier;

    public TextClassificationModel(Backbone backbone, int labels, Pooling pooling)
        : base(nameof(TextClassificationModel))
    {
        this.backbone = backbone;
        pooler = pooling == Pooling.Cls ? Linear(backbone.Width, backbone.Width) : null;
        classifier = Linear(backbone.Width, labels);
        RegisterComponents();
        pooler?.Initialize(backbone.HeadRange);
        classifier.Initialize(backbone.HeadRange);
    }

    /// <inheritdoc/>
    public override Backbone Backbone => backbone;

    private ClassifierHeadNames Head => HeadOf(backbone);

    /// <summary>The names of the head on a backbone.</summary>
    internal static ClassifierHeadNames HeadOf(Backbone backbone) => (backbone as Encoder)?.Configuration.Layout.ClassifierHead ?? PlainHead;

    /// <summary>The logits, <c>[sequences, labels]</c>.</summary>
    public override Tensor forward(PackedSequences sequences)
    {
        Tensor states = backbone.forward(sequences);
        Tensor pooled = pooler is null
            ? SequencePooling.Mean(states, sequences.Runs)
            : Activate(pooler.forward(SequencePooling.First(states, sequences.Runs)));
        return classifier.forward(Dropout.Apply(pooled, backbone.Dropout, training));
    }

    /// <inheritdoc/>
    internal override IEnumerable<NamedTensor> HeadTensors() => [.. pooler?.Named(Head.Pooler) ?? [], .. classifier.Named(Head.Classifier)];

    private Tensor Activate(Tensor pooled) => Head.UsesRelu ? functional.relu(pooled) : functional.tanh(pooled);
}
