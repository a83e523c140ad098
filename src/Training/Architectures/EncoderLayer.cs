using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// One layer of an encoder: multi-head self-attention (Vaswani et al. 2017) and a feed-forward network, each with dropout, a residual
/// connection and a layer normalisation. BERT normalises what the residual connection gives (Devlin et al. 2019); with
/// <see cref="NormPlacement.Pre"/> what goes into attention and feed-forward network is normalised instead (Xiong et al. 2020).
/// </summary>
internal sealed class EncoderLayer : Module<Tensor, PackedSequences, Tensor>
{
    private readonly int heads;
    private readonly double dropout;
    private readonly bool normalizesFirst;
    private readonly Func<Tensor, Tensor> activation;

    // Query, key and value are one multiplication; saved models keep three matrices, see NamedTensors.
    private readonly AdaptableLinear queryKeyValue;
    private readonly AdaptableLinear attentionOutput;
    private readonly LayerNorm attentionNorm;
    private readonly AdaptableLinear intermediate;
    private readonly AdaptableLinear output;
    private readonly LayerNorm feedForwardNorm;

    public EncoderLayer(EncoderConfiguration configuration)
        : base(nameof(EncoderLayer))
    {
        int hidden = configuration.Hidden;
        heads = configuration.Heads;
        dropout = configuration.Dropout;
        normalizesFirst = configuration.Layout.Norm == NormPlacement.Pre;
        activation = Activations.Of(configuration.Activation);
        queryKeyValue = new AdaptableLinear(hidden, hidden, "query", "key", "value");
        attentionOutput = new AdaptableLinear(hidden, hidden, "attention-output");
        attentionNorm = LayerNorm(hidden, configuration.LayerNormEpsilon);
        intermediate = new AdaptableLinear(hidden, configuration.Intermediate, "intermediate");
        output = new AdaptableLinear(configuration.Intermediate, hidden, "output");
        feedForwardNorm = LayerNorm(hidden, configuration.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <summary><c>[total, hidden]</c> in, the same out.</summary>
    public override Tensor forward(Tensor states, PackedSequences sequences)
    {
        if (normalizesFirst)
        {
            states = states.Plus(Attend(attentionNorm.Normalize(states), sequences));
            return states.Plus(FeedForward(feedForwardNorm.Normalize(states)));
        }

        states = attentionNorm.Normalize(states.Plus(Attend(states, sequences)));
        return feedForwardNorm.Normalize(states.Plus(FeedForward(states)));
    }

    /// <summary>The names of a layout; the rows of the fused projection are query, key and value, in this order.</summary>
    public IEnumerable<NamedTensor> NamedTensors(string prefix, EncoderNames names) =>
    [
        .. queryKeyValue.Named([prefix + names.Query, prefix + names.Key, prefix + names.Value]),
        .. attentionOutput.Named(prefix + names.AttentionOutput),
        .. attentionNorm.Named(prefix + names.AttentionNorm),
        .. intermediate.Named(prefix + names.Intermediate),
        .. output.Named(prefix + names.Output),
        .. feedForwardNorm.Named(prefix + names.FeedForwardNorm),
    ];

    private Tensor Attend(Tensor states, PackedSequences sequences) =>
        Dropout.Apply(attentionOutput.forward(SelfAttention.Attend(queryKeyValue.forward(states), sequences, heads)), dropout, training);

    private Tensor FeedForward(Tensor states) => Dropout.Apply(output.forward(activation(intermediate.forward(states))), dropout, training);
}
