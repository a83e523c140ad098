using Hone.Domain.Jobs.Specifications;
using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// GPT-2's decoder (Radford et al. 2019): word and position embeddings, a stack of layers in which a token sees those before it, and a last
/// layer normalisation.
/// </summary>
public sealed class Decoder : Backbone
{
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly ModuleList<DecoderLayer> layers;
    private readonly LayerNorm norm;

    public Decoder(DecoderConfiguration configuration)
        : base(nameof(Decoder))
    {
        Configuration = configuration;
        words = Embedding(configuration.VocabularySize, configuration.Hidden);
        positions = Embedding(configuration.MaxLength, configuration.Hidden);
        layers = new ModuleList<DecoderLayer>([.. Enumerable.Range(0, configuration.Layers).Select(_ => new DecoderLayer(configuration))]);
        norm = LayerNorm(configuration.Hidden, configuration.LayerNormEpsilon);
        RegisterComponents();
        this.Initialize(configuration.InitializerRange);
        foreach (DecoderLayer layer in layers)
        {
            layer.ScaleResiduals(1 / Math.Sqrt(2.0 * configuration.Layers));
        }
    }

    /// <summary>The sizes it was built with.</summary>
    public DecoderConfiguration Configuration { get; }

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.TransformerDecoder;

    /// <inheritdoc/>
    public override int VocabularySize => Configuration.VocabularySize;

    /// <inheritdoc/>
    public override int Width => Configuration.Hidden;

    /// <inheritdoc/>
    public override int MaxLength => Configuration.MaxLength;

    /// <inheritdoc/>
    public override int TokenTypes => 0;

    /// <inheritdoc/>
    public override double Dropout => Configuration.Dropout;

    /// <inheritdoc/>
    public override double HeadRange => Configuration.InitializerRange;

    /// <inheritdoc/>
    internal override IReadOnlyList<IReadOnlyList<Module>> Groups
    {
        get
        {
            // The norm behind the last layer learns with it.
            List<IReadOnlyList<Module>> groups = [[words, positions], .. layers.Select(layer => new Module[] { layer })];
            groups[^1] = [.. groups[^1], norm];
            return groups;
        }
    }

    /// <summary>The word embeddings, <c>[vocabulary, hidden]</c>, which the language model's output shares.</summary>
    internal Tensor WordEmbeddings => words.weight!;

    /// <summary>The last hidden states, <c>[total, hidden]</c>.</summary>
    public override Tensor forward(PackedSequences sequences) => norm.Normalize(Read(sequences));

    /// <summary>The last hidden states of some rows, <c>[rows, hidden]</c>.</summary>
    internal Tensor ReadRows(PackedSequences sequences, Tensor rows) => norm.Normalize(Read(sequences).PickRows(rows));

    /// <summary>Reads on in sequences of equal length.</summary>
    /// <param name="tokens">The next tokens of each, <c>[batch, new]</c> of int64.</param>
    /// <param name="state">What was read before them, to which these add.</param>
    /// <returns>The last hidden states at the last tokens, <c>[batch, hidden]</c>.</returns>
    internal Tensor ReadOn(Tensor tokens, DecoderState state)
    {
        int batch = (int)tokens.shape[0];
        long added = tokens.shape[1];
        if (state.Length + added > MaxLength)
        {
            throw new ArgumentException($"The network has {MaxLength} positions; {state.Length} are read and {added} more are given.", nameof(tokens));
        }

        Tensor places = Arithmetic.Count(state.Length, added, tokens.device);
        Tensor states = words.LookUp(tokens).Plus(positions.LookUp(places)).view(batch * added, -1);
        foreach ((DecoderLayer layer, KeyValueCache cache) in layers.Zip(state.Caches))
        {
            states = layer.Read(states, batch, cache);
        }

        return norm.Normalize(states.view(batch, added, -1).select(1, added - 1));
    }

    /// <summary>Its weights under GPT-2's names.</summary>
    internal override IEnumerable<NamedTensor> NamedTensors() =>
    [
        .. words.Named("transformer.wte"),
        .. positions.Named("transformer.wpe"),
        .. layers.SelectMany((layer, index) => layer.NamedTensors($"transformer.h.{index}.")),
        .. norm.Named("transformer.ln_f"),
    ];

    private Tensor Read(PackedSequences sequences)
    {
        Tensor states = Architectures.Dropout.Apply(words.LookUp(sequences.Tokens).Plus(positions.LookUp(sequences.Positions)), Configuration.Dropout, training);
        foreach (DecoderLayer layer in layers)
        {
            states = layer.forward(states, sequences);
        }

        return states;
    }
}
