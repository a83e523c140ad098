using Hone.Domain.Jobs.Specifications;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>An encoder that predicts tokens (<c>BertForMaskedLM</c>); its output matrix is the word embeddings.</summary>
public sealed class MaskedLanguageModel : LanguageModel, IEncoderModel
{
    private readonly Encoder encoder;
    private readonly Linear transform;
    private readonly LayerNorm transformNorm;
    private readonly Parameter outputBias;

    public MaskedLanguageModel(EncoderConfiguration configuration)
        : base(nameof(MaskedLanguageModel))
    {
        encoder = new Encoder(configuration);
        transform = Linear(configuration.Hidden, configuration.Hidden);
        transformNorm = LayerNorm(configuration.Hidden, configuration.LayerNormEpsilon);
        outputBias = Parameter(zeros(configuration.VocabularySize));
        RegisterComponents();
        transform.Initialize(configuration.InitializerRange);
    }

    /// <inheritdoc/>
    public Encoder Encoder => encoder;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.TransformerEncoder;

    /// <inheritdoc/>
    public override int MaxLength => encoder.Configuration.MaxLength;

    /// <summary>The logits at some tokens only: the vocabulary is wide and most tokens are not asked about.</summary>
    /// <param name="sequences">The texts.</param>
    /// <param name="rows">Rows of the packed batch to predict, <c>[rows]</c> of int64.</param>
    /// <returns>Logits, <c>[rows, vocabulary]</c>.</returns>
    public override Tensor forward(PackedSequences sequences, Tensor rows)
    {
        Tensor states = encoder.forward(sequences).PickRows(rows);
        states = transformNorm.Normalize(functional.gelu(transform.forward(states)));
        return functional.linear(states, encoder.WordEmbeddings, outputBias);
    }

    /// <inheritdoc/>
    public override IEnumerable<NamedTensor> NamedTensors() =>
    [
        .. encoder.NamedTensors(),
        .. transform.Named("cls.predictions.transform.dense"),
        .. transformNorm.Named("cls.predictions.transform.LayerNorm"),
        new NamedTensor("cls.predictions.bias", outputBias),
    ];
}
