using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// A backbone that judges every token by labels (<c>BertForTokenClassification</c>); with transitions, a conditional random field judges whole sequences
/// of them, and with senses, some tokens are judged by these as well.
/// </summary>
public sealed class TokenClassificationModel : TaskModel
{
    private readonly Backbone backbone;
    private readonly Linear classifier;
    private readonly Linear? senses;
    private readonly Parameter? start;
    private readonly Parameter? transitions;
    private readonly Parameter? end;

    /// <param name="backbone">What reads the text.</param>
    /// <param name="labels">How many labels a token can have.</param>
    /// <param name="hasTransitions">Whether labels are also scored by those beside them.</param>
    /// <param name="senses">How many senses a predicate can have; 0 where they are not told.</param>
    public TokenClassificationModel(Backbone backbone, int labels, bool hasTransitions, int senses = 0)
        : base(nameof(TokenClassificationModel))
    {
        this.backbone = backbone;
        classifier = Linear(backbone.Width, labels);
        if (hasTransitions)
        {
            start = Parameter(zeros(labels));
            transitions = Parameter(zeros(labels, labels));
            end = Parameter(zeros(labels));
        }

        if (senses > 0)
        {
            this.senses = Linear(backbone.Width, senses);
        }

        RegisterComponents();
        classifier.Initialize(backbone.HeadRange);
        this.senses?.Initialize(backbone.HeadRange);
    }

    /// <inheritdoc/>
    public override Backbone Backbone => backbone;

    /// <summary>Whether it tells the senses of predicates.</summary>
    public bool HasSenses => senses is not null;

    /// <summary>The random field over sequences of labels; null without transitions.</summary>
    public LinearChainCrf? Crf => transitions is null ? null : new LinearChainCrf(start!, transitions, end!);

    /// <summary>The scores of each label at each token, <c>[total, labels]</c>.</summary>
    public override Tensor forward(PackedSequences sequences) =>
        classifier.forward(Dropout.Apply(backbone.forward(sequences), backbone.Dropout, training));

    /// <summary>The scores of each label at some tokens, <c>[rows, labels]</c>.</summary>
    public Tensor forward(PackedSequences sequences, Tensor rows) =>
        classifier.forward(Dropout.Apply(backbone.forward(sequences).PickRows(rows), backbone.Dropout, training));

    /// <summary>The scores of each label at some tokens, <c>[rows, labels]</c>, and of each sense at those of predicates, <c>[predicates, senses]</c>.</summary>
    public (Tensor Labels, Tensor Senses) forward(PackedSequences sequences, Tensor rows, Tensor predicates)
    {
        Tensor states = backbone.forward(sequences);
        return (
            classifier.forward(Dropout.Apply(states.PickRows(rows), backbone.Dropout, training)),
            senses!.forward(Dropout.Apply(states.PickRows(predicates), backbone.Dropout, training)));
    }

    /// <summary>The learnt scores of labels as the first, after one another, row after row, and as the last; null without transitions.</summary>
    public (float[] Start, float[] Transitions, float[] End)? ReadTransitions()
    {
        if (transitions is null)
        {
            return null;
        }

        using IDisposable scope = NewDisposeScope();
        return (Read(start!), Read(transitions), Read(end!));

        static float[] Read(Tensor scores) => scores.detach().to_type(ScalarType.Float32).cpu().data<float>().ToArray();
    }

    /// <inheritdoc/>
    internal override IEnumerable<NamedTensor> HeadTensors() =>
    [
        .. classifier.Named("classifier"),
        .. senses?.Named("senses") ?? [],
        .. transitions is null
            ? (IEnumerable<NamedTensor>)[]
            : [new("crf.start_transitions", start!), new("crf.transitions", transitions), new("crf.end_transitions", end!)],
    ];
}
