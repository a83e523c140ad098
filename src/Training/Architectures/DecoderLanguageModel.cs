using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// GPT-2 (Radford et al. 2019; <c>GPT2LMHeadModel</c>): a decoder that predicts tokens; its output matrix is the word embeddings.
/// </summary>
public sealed class DecoderLanguageModel : LanguageModel, IGenerativeModel
{
    private readonly Decoder decoder;

    public DecoderLanguageModel(DecoderConfiguration configuration)
        : base(nameof(DecoderLanguageModel))
    {
        decoder = new Decoder(configuration);
        RegisterComponents();
    }

    /// <summary>The sizes it was built with.</summary>
    public DecoderConfiguration Configuration => decoder.Configuration;

    /// <inheritdoc/>
    public override Backbone Backbone => decoder;

    /// <inheritdoc/>
    public int? ContextLength => Configuration.MaxLength;

    /// <summary>The logits of the tokens that follow some tokens.</summary>
    /// <param name="sequences">The texts.</param>
    /// <param name="rows">Rows of the packed batch to predict from, <c>[rows]</c> of int64.</param>
    /// <returns>Logits, <c>[rows, vocabulary]</c>.</returns>
    public override Tensor forward(PackedSequences sequences, Tensor rows) => Predict(decoder.ReadRows(sequences, rows));

    /// <inheritdoc/>
    public GenerationState CreateState() => new DecoderState(Configuration.Layers);

    /// <inheritdoc/>
    public Tensor Read(Tensor tokens, GenerationState state) => Predict(decoder.ReadOn(tokens, (DecoderState)state));

    /// <inheritdoc/>
    public override IEnumerable<NamedTensor> NamedTensors() => decoder.NamedTensors();

    private Tensor Predict(Tensor states) => functional.linear(states, decoder.WordEmbeddings);
}
