using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures.Layouts;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// An encoder that gives a text one of several labels. With <see cref="Pooling.Cls"/> it is <c>BertForSequenceClassification</c> or that of
/// the encoder's own layout; with <see cref="Pooling.Mean"/> the classifier sees the mean of all hidden states instead.
/// </summary>
public sealed class TextClassificationModel : Module<PackedSequences, Tensor>, IEncoderModel
{
    private readonly Encoder encoder;
    private readonly Linear? pooler;
    private readonly Linear classifier;

    public TextClassificationModel(EncoderConfiguration configuration, int labels, Pooling pooling)
        : base(nameof(TextClassificationModel))
    {
        encoder = new Encoder(configuration);
        pooler = pooling == Pooling.Cls ? Linear(configuration.Hidden, configuration.Hidden) : null;
        classifier = Linear(configuration.Hidden, labels);
        RegisterComponents();
        pooler?.Initialize(configuration.InitializerRange);
        classifier.Initialize(configuration.InitializerRange);
    }

    /// <inheritdoc/>
    public Encoder Encoder => encoder;

    /// <summary>The logits, <c>[sequences, labels]</c>.</summary>
    public override Tensor forward(PackedSequences sequences)
    {
        Tensor states = encoder.forward(sequences);
        Tensor pooled = pooler is null ? Mean(states, sequences.Runs) : Activate(pooler.forward(First(states, sequences.Runs)));
        return classifier.forward(Dropout.Apply(pooled, encoder.Configuration.Dropout, training));
    }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> NamedTensors() =>
    [
        .. encoder.NamedTensors(),
        .. pooler?.Named(Head.Pooler) ?? [],
        .. classifier.Named(Head.Classifier),
    ];

    private ClassifierHeadNames Head => encoder.Configuration.Layout.ClassifierHead;

    private Tensor Activate(Tensor pooled) => Head.UsesRelu ? functional.relu(pooled) : functional.tanh(pooled);

    /// <summary>The mean of each sequence's states: <c>[total, hidden]</c> in, <c>[sequences, hidden]</c> out.</summary>
    private static Tensor Mean(Tensor states, IReadOnlyList<SequenceRun> runs) => PerRun(states, runs, run => run.mean([1]));

    /// <summary>The first state of each sequence: <c>[total, hidden]</c> in, <c>[sequences, hidden]</c> out.</summary>
    private static Tensor First(Tensor states, IReadOnlyList<SequenceRun> runs) => PerRun(states, runs, run => run.select(1, 0));

    private static Tensor PerRun(Tensor states, IReadOnlyList<SequenceRun> runs, Func<Tensor, Tensor> pool)
    {
        Tensor[] pooled = [.. runs.Select(run => pool(states.narrow(0, run.Start, run.Total).view(run.Count, run.Length, -1)))];
        return pooled.Length == 1 ? pooled[0] : cat(pooled, 0);
    }
}
