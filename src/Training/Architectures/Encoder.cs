using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// BERT's encoder (Devlin et al. 2019) and its relatives: word, position and token-type embeddings, and a stack of layers that let every
/// token of a sequence see every other.
/// </summary>
public sealed class Encoder : Backbone
{
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Embedding? tokenTypes;
    private readonly LayerNorm norm;
    private readonly ModuleList<EncoderLayer> layers;
    private readonly LayerNorm? finalNorm;

    public Encoder(EncoderConfiguration configuration)
        : base(nameof(Encoder))
    {
        Configuration = configuration;
        words = Embedding(configuration.VocabularySize, configuration.Hidden);
        positions = Embedding(configuration.PositionRows, configuration.Hidden);
        tokenTypes = configuration.TokenTypes > 0 ? Embedding(configuration.TokenTypes, configuration.Hidden) : null;
        norm = LayerNorm(configuration.Hidden, configuration.LayerNormEpsilon);
        layers = new ModuleList<EncoderLayer>([.. Enumerable.Range(0, configuration.Layers).Select(_ => new EncoderLayer(configuration))]);
        finalNorm = configuration.Layout.Norm == NormPlacement.Pre ? LayerNorm(configuration.Hidden, configuration.LayerNormEpsilon) : null;
        RegisterComponents();
        this.Initialize(configuration.InitializerRange);
        positions.InitializeAsWaves(configuration.InitializerRange);
    }

    /// <summary>The sizes it was built with.</summary>
    public EncoderConfiguration Configuration { get; }

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.TransformerEncoder;

    /// <inheritdoc/>
    public override int VocabularySize => Configuration.VocabularySize;

    /// <inheritdoc/>
    public override int Width => Configuration.Hidden;

    /// <inheritdoc/>
    public override int MaxLength => Configuration.MaxLength;

    /// <inheritdoc/>
    public override int TokenTypes => Configuration.TokenTypes;

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
            List<IReadOnlyList<Module>> groups = [tokenTypes is null ? [words, positions, norm] : [words, positions, tokenTypes, norm], .. layers.Select(layer => new Module[] { layer })];
            if (finalNorm is not null)
            {
                groups[^1] = [.. groups[^1], finalNorm];
            }

            return groups;
        }
    }

    /// <summary>The word embeddings, <c>[vocabulary, hidden]</c>, which the language model's output shares.</summary>
    internal Tensor WordEmbeddings => words.weight!;

    /// <summary>The last hidden states, <c>[total, hidden]</c>.</summary>
    public override Tensor forward(PackedSequences sequences)
    {
        Tensor places = Configuration.PositionOffset == 0 ? sequences.Positions : sequences.Positions.Plus(Configuration.PositionOffset);
        Tensor states = words.LookUp(sequences.Tokens).Plus(positions.LookUp(places));
        if (tokenTypes is not null)
        {
            states = states.Plus(sequences.TokenTypes is { } types && TokenTypes > 1 ? tokenTypes.LookUp(types) : tokenTypes.weight![0]);
        }

        states = Architectures.Dropout.Apply(norm.Normalize(states), Configuration.Dropout, training);
        foreach (EncoderLayer layer in layers)
        {
            states = layer.forward(states, sequences);
        }

        return finalNorm is null ? states : finalNorm.Normalize(states);
    }

    /// <summary>Its weights under the names of its layout.</summary>
    internal override IEnumerable<NamedTensor> NamedTensors()
    {
        string prefix = Configuration.Layout.Prefix;
        EncoderNames names = Configuration.Layout.Names;
        return
        [
            .. words.Named(prefix + names.WordEmbeddings),
            .. positions.Named(prefix + names.PositionEmbeddings),
            .. tokenTypes?.Named(prefix + names.TokenTypeEmbeddings) ?? [],
            .. norm.Named(prefix + names.EmbeddingNorm),
            .. layers.SelectMany((layer, index) => layer.NamedTensors($"{prefix}{names.Layers}.{index}.", names)),
            .. finalNorm?.Named(prefix + names.FinalNorm) ?? [],
        ];
    }
}
