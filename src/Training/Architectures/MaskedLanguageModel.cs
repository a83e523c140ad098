using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures.Layouts;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>An encoder that predicts tokens (<c>BertForMaskedLM</c> and its relatives); its output matrix is the word embeddings.</summary>
public sealed class MaskedLanguageModel : LanguageModel, IEncoderModel
{
    private readonly Encoder encoder;
    private readonly Linear transform;
    private readonly LayerNorm transformNorm;
    private readonly Parameter outputBias;
    private readonly Func<Tensor, Tensor> activation;

    public MaskedLanguageModel(EncoderConfiguration configuration)
        : base(nameof(MaskedLanguageModel))
    {
        encoder = new Encoder(configuration);
        transform = Linear(configuration.Hidden, configuration.Hidden);
        transformNorm = LayerNorm(configuration.Hidden, configuration.LayerNormEpsilon);
        outputBias = Parameter(zeros(configuration.VocabularySize));
        activation = Activations.Of(configuration.Layout.LanguageModelHead.Activation ?? configuration.Activation);
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
        states = transformNorm.Normalize(activation(transform.forward(states)));
        return functional.linear(states, encoder.WordEmbeddings, outputBias);
    }

    /// <inheritdoc/>
    public override IEnumerable<NamedTensor> NamedTensors() => [.. encoder.NamedTensors(), .. HeadTensors()];

    /// <summary>The weights that only predicting tokens needs.</summary>
    internal IEnumerable<NamedTensor> HeadTensors()
    {
        LanguageModelHeadNames names = encoder.Configuration.Layout.LanguageModelHead;
        return [.. transform.Named(names.Transform), .. transformNorm.Named(names.Norm), new NamedTensor(names.Bias, outputBias)];
    }
}
