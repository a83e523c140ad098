using Hone.Domain.Jobs.Specifications;
using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// Word embeddings and a stack of recurrent layers that reads a sequence from its beginning. A bidirectional network has a second stack that reads
/// from the end; the two share the embeddings and nothing else (as in ELMo, Peters et al. 2018), so that either can learn to predict what the other
/// has read.
/// </summary>
public sealed class RecurrentNetwork : Backbone
{
    private readonly Embedding words;
    private readonly Embedding? tokenTypes;
    private readonly RecurrentStack forwards;
    private readonly RecurrentStack? backwards;

    public RecurrentNetwork(RecurrentConfiguration configuration)
        : base(nameof(RecurrentNetwork))
    {
        Configuration = configuration;
        words = Embedding(configuration.VocabularySize, configuration.Embedding);
        tokenTypes = configuration.TokenTypes > 1 ? Embedding(configuration.TokenTypes, configuration.Embedding) : null;
        forwards = new RecurrentStack(configuration);
        backwards = configuration.Bidirectional ? new RecurrentStack(configuration) : null;
        RegisterComponents();
        words.Initialize(configuration.InitializerRange);
        tokenTypes?.Initialize(configuration.InitializerRange);
    }

    /// <summary>The sizes it was built with.</summary>
    public RecurrentConfiguration Configuration { get; }

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Rnn;

    /// <inheritdoc/>
    public override int VocabularySize => Configuration.VocabularySize;

    /// <inheritdoc/>
    public override int Width => Configuration.Bidirectional ? 2 * Configuration.Hidden : Configuration.Hidden;

    /// <inheritdoc/>
    public override int MaxLength => Configuration.MaxLength;

    /// <inheritdoc/>
    public override int TokenTypes => Configuration.TokenTypes;

    /// <inheritdoc/>
    public override double Dropout => Configuration.Dropout;

    /// <inheritdoc/>
    public override double HeadRange => Initialization.RangeFor(Width);

    /// <summary>All cells can; a GRU, which has no fused kernel there and many small operations in every step, takes longer than in fp32.</summary>
    public override bool GainsFromBFloat16 => Configuration.Cell != RecurrentCell.Gru;

    /// <inheritdoc/>
    internal override IReadOnlyList<IReadOnlyList<Module>> Groups =>
    [
        tokenTypes is null ? [words] : [words, tokenTypes],
        .. forwards.Layers.Select((layer, index) => backwards is null ? new Module[] { layer } : [layer, backwards.Layers[index]]),
    ];

    /// <summary>The word embeddings, <c>[vocabulary, embedding]</c>.</summary>
    internal Tensor WordEmbeddings => words.weight!;

    /// <summary>The states of the last layer, <c>[total, hidden]</c>; those of both directions beside each other, <c>[total, 2 · hidden]</c>.</summary>
    public override Tensor forward(PackedSequences sequences)
    {
        Tensor[] directions = Directions(sequences);
        return directions.Length == 1 ? directions[0] : cat(directions, 1);
    }

    /// <summary>
    /// The states of the last layer, <c>[total, hidden]</c>: those that have seen each token and all before it, and in a bidirectional network those
    /// that have seen it and all behind it.
    /// </summary>
    public Tensor[] Directions(PackedSequences sequences) =>
        backwards is null
            ? [Read(forwards, sequences, new TimeSteps(sequences))]
            : [Read(forwards, sequences, new TimeSteps(sequences)), Read(backwards, sequences, new TimeSteps(sequences, backwards: true))];

    /// <summary>Reads on in sequences of equal length, from left to right.</summary>
    /// <param name="tokens">The next tokens of each, <c>[sequences, new]</c> of int64.</param>
    /// <param name="state">What was read before them, to which these add.</param>
    /// <returns>The last layer's states at the last tokens, <c>[sequences, hidden]</c>.</returns>
    internal Tensor ReadOn(Tensor tokens, RecurrentState state)
    {
        TimeSteps steps = TimeSteps.Rectangle((int)tokens.shape[0], (int)tokens.shape[1]);
        (Tensor states, Tensor[][] ends) = forwards.Read(words.LookUp(steps.Arrange(tokens.flatten())), steps, state.Layers);
        state.Advance(ends, (int)tokens.shape[1]);
        return states[-1];
    }

    /// <summary>Its weights; those of a stack have PyTorch's names.</summary>
    internal override IEnumerable<NamedTensor> NamedTensors() =>
    [
        .. words.Named("embeddings.word_embeddings"),
        .. tokenTypes?.Named("embeddings.token_type_embeddings") ?? [],
        .. forwards.NamedTensors("forward."),
        .. backwards?.NamedTensors("backward.") ?? [],
    ];

    private Tensor Read(RecurrentStack stack, PackedSequences sequences, TimeSteps steps)
    {
        Tensor inputs = words.LookUp(steps.Arrange(sequences.Tokens));
        if (tokenTypes is not null && sequences.TokenTypes is { } types)
        {
            inputs = inputs.Plus(tokenTypes.LookUp(steps.Arrange(types)));
        }

        return steps.Restore(stack.Read(inputs, steps, state: null).Outputs);
    }
}
