using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// BERT's encoder (Devlin et al. 2019): word, position and token-type embeddings, and a stack of layers that let every token of a
/// sequence see every other.
/// </summary>
public sealed class Encoder : Module<PackedSequences, Tensor>
{
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Embedding tokenTypes;
    private readonly LayerNorm norm;
    private readonly ModuleList<EncoderLayer> layers;

    public Encoder(EncoderConfiguration configuration)
        : base(nameof(Encoder))
    {
        Configuration = configuration;
        words = Embedding(configuration.VocabularySize, configuration.Hidden);
        positions = Embedding(configuration.MaxLength, configuration.Hidden);
        tokenTypes = Embedding(configuration.TokenTypes, configuration.Hidden);
        norm = LayerNorm(configuration.Hidden, configuration.LayerNormEpsilon);
        layers = new ModuleList<EncoderLayer>([.. Enumerable.Range(0, configuration.Layers).Select(_ => new EncoderLayer(configuration))]);
        RegisterComponents();
        this.Initialize(configuration.InitializerRange);
    }

    /// <summary>The sizes it was built with.</summary>
    public EncoderConfiguration Configuration { get; }

    /// <summary>The word embeddings, <c>[vocabulary, hidden]</c>, which the language model's output shares.</summary>
    internal Tensor WordEmbeddings => words.weight!;

    /// <summary>The last hidden states, <c>[total, hidden]</c>.</summary>
    public override Tensor forward(PackedSequences sequences)
    {
        Tensor states = words.LookUp(sequences.Tokens) + positions.LookUp(sequences.Positions) + tokenTypes.weight![0];
        states = Dropout.Apply(norm.Normalize(states), Configuration.Dropout, training);
        foreach (EncoderLayer layer in layers)
        {
            states = layer.forward(states, sequences.Runs);
        }

        return states;
    }

    /// <summary>Its weights under BERT's names.</summary>
    internal IEnumerable<NamedTensor> NamedTensors()
    {
        const string Prefix = "bert.";
        return
        [
            .. words.Named($"{Prefix}embeddings.word_embeddings"),
            .. positions.Named($"{Prefix}embeddings.position_embeddings"),
            .. tokenTypes.Named($"{Prefix}embeddings.token_type_embeddings"),
            .. norm.Named($"{Prefix}embeddings.LayerNorm"),
            .. layers.SelectMany((layer, index) => layer.NamedTensors($"{Prefix}encoder.layer.{index}.")),
        ];
    }
}
