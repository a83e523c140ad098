using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// One layer of BERT's encoder (Devlin et al. 2019): multi-head self-attention (Vaswani et al. 2017) and a feed-forward network, each
/// followed by dropout, a residual connection and layer normalisation.
/// </summary>
internal sealed class EncoderLayer : Module<Tensor, IReadOnlyList<SequenceRun>, Tensor>
{
    private readonly int heads;
    private readonly double dropout;

    // Query, key and value are one multiplication; saved models keep BERT's three matrices, see NamedTensors.
    private readonly Linear queryKeyValue;
    private readonly Linear attentionOutput;
    private readonly LayerNorm attentionNorm;
    private readonly Linear intermediate;
    private readonly Linear output;
    private readonly LayerNorm outputNorm;

    public EncoderLayer(EncoderConfiguration configuration)
        : base(nameof(EncoderLayer))
    {
        int hidden = configuration.Hidden;
        heads = configuration.Heads;
        dropout = configuration.Dropout;
        queryKeyValue = Linear(hidden, 3 * hidden);
        attentionOutput = Linear(hidden, hidden);
        attentionNorm = LayerNorm(hidden, configuration.LayerNormEpsilon);
        intermediate = Linear(hidden, configuration.Intermediate);
        output = Linear(configuration.Intermediate, hidden);
        outputNorm = LayerNorm(hidden, configuration.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <summary><c>[total, hidden]</c> in, the same out.</summary>
    public override Tensor forward(Tensor states, IReadOnlyList<SequenceRun> runs)
    {
        Tensor attended = attentionOutput.forward(SelfAttention.Attend(queryKeyValue.forward(states), runs, heads));
        states = attentionNorm.Normalize(states + Dropout.Apply(attended, dropout, training));
        Tensor transformed = output.forward(functional.gelu(intermediate.forward(states)));
        return outputNorm.Normalize(states + Dropout.Apply(transformed, dropout, training));
    }

    /// <summary>BERT's names; the rows of the fused projection are query, key and value, in this order.</summary>
    public IEnumerable<NamedTensor> NamedTensors(string prefix)
    {
        long hidden = queryKeyValue.weight.shape[1];
        string[] projections = ["query", "key", "value"];
        for (int i = 0; i < projections.Length; i++)
        {
            string name = $"{prefix}attention.self.{projections[i]}";
            yield return new NamedTensor($"{name}.weight", queryKeyValue.weight.narrow(0, i * hidden, hidden));
            yield return new NamedTensor($"{name}.bias", queryKeyValue.bias!.narrow(0, i * hidden, hidden));
        }

        IEnumerable<NamedTensor> rest =
        [
            .. attentionOutput.Named($"{prefix}attention.output.dense"),
            .. attentionNorm.Named($"{prefix}attention.output.LayerNorm"),
            .. intermediate.Named($"{prefix}intermediate.dense"),
            .. output.Named($"{prefix}output.dense"),
            .. outputNorm.Named($"{prefix}output.LayerNorm"),
        ];
        foreach (NamedTensor tensor in rest)
        {
            yield return tensor;
        }
    }
}
