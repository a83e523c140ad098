using Hone.Domain.Jobs.Specifications;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// GPT-2 (Radford et al. 2019; <c>GPT2LMHeadModel</c>): word and position embeddings, a stack of layers in which a token sees those before
/// it, a last layer normalisation, and the word embeddings as the output matrix.
/// </summary>
public sealed class DecoderLanguageModel : LanguageModel, IGenerativeModel
{
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly ModuleList<DecoderLayer> layers;
    private readonly LayerNorm norm;

    public DecoderLanguageModel(DecoderConfiguration configuration)
        : base(nameof(DecoderLanguageModel))
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
    public override int MaxLength => Configuration.MaxLength;

    /// <inheritdoc/>
    public int? ContextLength => Configuration.MaxLength;

    /// <summary>The logits of the tokens that follow some tokens.</summary>
    /// <param name="sequences">The texts.</param>
    /// <param name="rows">Rows of the packed batch to predict from, <c>[rows]</c> of int64.</param>
    /// <returns>Logits, <c>[rows, vocabulary]</c>.</returns>
    public override Tensor forward(PackedSequences sequences, Tensor rows)
    {
        Tensor states = Dropout.Apply(words.LookUp(sequences.Tokens) + positions.LookUp(sequences.Positions), Configuration.Dropout, training);
        foreach (DecoderLayer layer in layers)
        {
            states = layer.forward(states, sequences.Runs);
        }

        return Predict(states.PickRows(rows));
    }

    /// <inheritdoc/>
    public GenerationState CreateState() => new DecoderState(Configuration.Layers);

    /// <inheritdoc/>
    public Tensor Read(Tensor tokens, GenerationState state)
    {
        DecoderState read = (DecoderState)state;
        int batch = (int)tokens.shape[0];
        long added = tokens.shape[1];
        if (state.Length + added > MaxLength)
        {
            throw new ArgumentException($"The network has {MaxLength} positions; {state.Length} are read and {added} more are given.", nameof(tokens));
        }

        Tensor places = arange(read.Length, read.Length + added, dtype: ScalarType.Int64, device: tokens.device);
        Tensor states = (words.LookUp(tokens) + positions.LookUp(places)).view(batch * added, -1);
        foreach ((DecoderLayer layer, KeyValueCache cache) in layers.Zip(read.Caches))
        {
            states = layer.Read(states, batch, cache);
        }

        return Predict(states.view(batch, added, -1).select(1, added - 1));
    }

    /// <inheritdoc/>
    public override IEnumerable<NamedTensor> NamedTensors() =>
    [
        .. words.Named("transformer.wte"),
        .. positions.Named("transformer.wpe"),
        .. layers.SelectMany((layer, index) => layer.NamedTensors($"transformer.h.{index}.")),
        .. norm.Named("transformer.ln_f"),
    ];

    private Tensor Predict(Tensor states) => functional.linear(norm.Normalize(states), words.weight!);

    private sealed class DecoderState(int layers) : GenerationState
    {
        public KeyValueCache[] Caches { get; } = [.. Enumerable.Range(0, layers).Select(_ => new KeyValueCache())];

        public override int Length => Caches[0].Length;

        public override void Select(Tensor sequences)
        {
            foreach (KeyValueCache cache in Caches)
            {
                cache.Select(sequences);
            }
        }

        public override void Dispose()
        {
            foreach (KeyValueCache cache in Caches)
            {
                cache.Dispose();
            }
        }
    }
}
