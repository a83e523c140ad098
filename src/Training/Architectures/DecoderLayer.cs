using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// One layer of GPT-2's decoder (Radford et al. 2019): causal multi-head self-attention (Vaswani et al. 2017) and a feed-forward network,
/// each behind a layer normalisation and with a residual connection around both.
/// </summary>
internal sealed class DecoderLayer : Module<Tensor, PackedSequences, Tensor>
{
    private readonly int heads;
    private readonly double dropout;
    private readonly Func<Tensor, Tensor> activation;
    private readonly LayerNorm attentionNorm;
    private readonly AdaptableLinear queryKeyValue;
    private readonly AdaptableLinear attentionOutput;
    private readonly LayerNorm feedForwardNorm;
    private readonly AdaptableLinear intermediate;
    private readonly AdaptableLinear output;

    public DecoderLayer(DecoderConfiguration configuration)
        : base(nameof(DecoderLayer))
    {
        int hidden = configuration.Hidden;
        heads = configuration.Heads;
        dropout = configuration.Dropout;
        activation = Activations.Of(configuration.Activation);
        attentionNorm = LayerNorm(hidden, configuration.LayerNormEpsilon);
        queryKeyValue = new AdaptableLinear(hidden, hidden, "query", "key", "value");
        attentionOutput = new AdaptableLinear(hidden, hidden, "attention-output");
        feedForwardNorm = LayerNorm(hidden, configuration.LayerNormEpsilon);
        intermediate = new AdaptableLinear(hidden, configuration.InnerSize, "intermediate");
        output = new AdaptableLinear(configuration.InnerSize, hidden, "output");
        RegisterComponents();
    }

    /// <summary>Makes what the layer adds smaller at the start, so that the sum over all layers is not larger than what one adds (Radford et al. 2019).</summary>
    public void ScaleResiduals(double factor)
    {
        using IDisposable noGrad = no_grad();
        attentionOutput.Weight.TimesInPlace(factor);
        output.Weight.TimesInPlace(factor);
    }

    /// <summary><c>[total, hidden]</c> in, the same out.</summary>
    public override Tensor forward(Tensor states, PackedSequences sequences)
    {
        Tensor attended = SelfAttention.Attend(queryKeyValue.forward(attentionNorm.Normalize(states)), sequences, heads, causal: true);
        return FeedForward(states.Plus(Dropout.Apply(attentionOutput.forward(attended), dropout, training)));
    }

    /// <summary>Reads further tokens of each sequence: <c>[batch · new, hidden]</c> in, the same out.</summary>
    /// <param name="states">The states of the new tokens, sequence behind sequence.</param>
    /// <param name="batch">How many sequences.</param>
    /// <param name="cache">What earlier tokens left, to which these add.</param>
    public Tensor Read(Tensor states, int batch, KeyValueCache cache)
    {
        Tensor[] parts = SelfAttention.Split(queryKeyValue.forward(attentionNorm.Normalize(states)), batch, heads);
        bool isFirst = cache.Length == 0;
        (Tensor keys, Tensor values) = cache.Append(parts[1], parts[2]);

        // One new token sees everything; the first ones see what is before them.
        Tensor attended = Operations.Attend(parts[0], keys, values, causal: isFirst).transpose(1, 2).reshape(states.shape);
        return FeedForward(states.Plus(attentionOutput.forward(attended)));
    }

    /// <summary>
    /// GPT-2's names. Its projections multiply from the right (<c>Conv1D</c>), so that saved matrices are <c>[in, out]</c>, the transpose of
    /// these; <c>c_attn</c> is query, key and value side by side there as well.
    /// </summary>
    public IEnumerable<NamedTensor> NamedTensors(string prefix) =>
    [
        .. attentionNorm.Named($"{prefix}ln_1"),
        .. Transposed(queryKeyValue, $"{prefix}attn.c_attn"),
        .. Transposed(attentionOutput, $"{prefix}attn.c_proj"),
        .. feedForwardNorm.Named($"{prefix}ln_2"),
        .. Transposed(intermediate, $"{prefix}mlp.c_fc"),
        .. Transposed(output, $"{prefix}mlp.c_proj"),
    ];

    private static IEnumerable<NamedTensor> Transposed(AdaptableLinear layer, string name) =>
        [new($"{name}.weight", layer.Weight.t()), new($"{name}.bias", layer.Bias)];

    private Tensor FeedForward(Tensor states)
    {
        Tensor transformed = output.forward(activation(intermediate.forward(feedForwardNorm.Normalize(states))));
        return states.Plus(Dropout.Apply(transformed, dropout, training));
    }
}
