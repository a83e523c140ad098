using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// A recurrent network that predicts the next token from all before it (Mikolov et al. 2010), and in a bidirectional network also the previous one
/// from all behind it. Both directions share the output, and the output is the word embeddings where their sizes agree (Press &amp; Wolf 2017).
/// </summary>
public sealed class RecurrentLanguageModel : LanguageModel, IGenerativeModel
{
    private readonly RecurrentNetwork network;
    private readonly Parameter? outputWeight;
    private readonly Parameter outputBias;

    public RecurrentLanguageModel(RecurrentConfiguration configuration)
        : base(nameof(RecurrentLanguageModel))
    {
        network = new RecurrentNetwork(configuration);
        outputWeight = configuration.Embedding == configuration.Hidden ? null : Parameter(empty(configuration.VocabularySize, configuration.Hidden));
        outputBias = Parameter(zeros(configuration.VocabularySize));
        RegisterComponents();
        if (outputWeight is not null)
        {
            init.normal_(outputWeight, 0, configuration.InitializerRange);
        }
    }

    /// <summary>The network below the output.</summary>
    public RecurrentNetwork Network => network;

    /// <summary>Whether it also predicts backwards.</summary>
    public bool Bidirectional => network.Configuration.Bidirectional;

    /// <inheritdoc/>
    public override Backbone Backbone => network;

    /// <inheritdoc/>
    public int? ContextLength => null;

    /// <summary>The logits at some rows of its states.</summary>
    /// <param name="sequences">The texts.</param>
    /// <param name="rows">
    /// <c>[rows]</c> of int64. Rows below the number of tokens are forward states, and predict the token behind theirs; those from there on are the
    /// backward states of a bidirectional network, and predict the token before theirs.
    /// </param>
    /// <returns>Logits, <c>[rows, vocabulary]</c>.</returns>
    public override Tensor forward(PackedSequences sequences, Tensor rows)
    {
        Tensor[] directions = network.Directions(sequences);
        Tensor states = directions.Length == 1 ? directions[0] : cat(directions, 0);
        return Predict(states.PickRows(rows));
    }

    /// <inheritdoc/>
    public GenerationState CreateState() => new RecurrentState();

    /// <inheritdoc/>
    public Tensor Read(Tensor tokens, GenerationState state) => Predict(network.ReadOn(tokens, (RecurrentState)state));

    /// <inheritdoc/>
    public override IEnumerable<NamedTensor> NamedTensors() =>
    [
        .. network.NamedTensors(),
        .. outputWeight is null ? (IEnumerable<NamedTensor>)[] : [new NamedTensor("output.weight", outputWeight)],
        new NamedTensor("output.bias", outputBias),
    ];

    private Tensor Predict(Tensor states) => functional.linear(states, outputWeight ?? network.WordEmbeddings, outputBias);
}
