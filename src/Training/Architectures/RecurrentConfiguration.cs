using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Architectures;

/// <summary>The sizes of a recurrent network, under the keys of a <c>config.json</c> of the type <see cref="ModelType"/>.</summary>
public sealed record RecurrentConfiguration
{
    // Of word embeddings that are the output as well the logits then have the same spread at any width. This is 0.1 at a width of 256.
    private const double LogitSpread = 1.6;

    /// <summary>The <c>model_type</c> of such a file.</summary>
    public const string ModelType = "hone-rnn";

    [JsonPropertyName("cell")]
    [JsonConverter(typeof(CellConverter))]
    public required RecurrentCell Cell { get; init; }

    [JsonPropertyName("vocab_size")]
    public required int VocabularySize { get; init; }

    /// <summary>The width of word embeddings. Where it is the hidden size, the output shares them.</summary>
    [JsonPropertyName("embedding_size")]
    public required int Embedding { get; init; }

    /// <summary>The width of the states of one direction.</summary>
    [JsonPropertyName("hidden_size")]
    public required int Hidden { get; init; }

    /// <summary>Layers in each direction.</summary>
    [JsonPropertyName("num_hidden_layers")]
    public required int Layers { get; init; }

    /// <summary>Whether a second stack reads from the end to the beginning.</summary>
    [JsonPropertyName("bidirectional")]
    public bool Bidirectional { get; init; }

    /// <summary>The longest sequence that is learnt from, in tokens. The network itself has no limit.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public required int MaxLength { get; init; }

    /// <summary>How many kinds of token have embeddings of their own, added to those of words; zero for none.</summary>
    [JsonPropertyName("type_vocab_size")]
    public int TokenTypes { get; init; }

    /// <summary>Dropout between layers.</summary>
    [JsonPropertyName("hidden_dropout_prob")]
    public double Dropout { get; init; }

    /// <summary>The standard deviation of word embeddings at the start.</summary>
    [JsonPropertyName("initializer_range")]
    public double InitializerRange { get; init; } = 0.1;

    /// <summary>At least how many weights such a network has: its word embeddings, and one gate of each layer.</summary>
    public double EstimateWeights() => ((double)VocabularySize * Embedding) + ((double)Layers * Hidden * Hidden);

    /// <summary>The sizes that options ask for, without dropout.</summary>
    public static RecurrentConfiguration From(ArchitectureOptions options, int vocabularySize)
    {
        ArchitectureOptions resolved = options.Resolve();
        return new RecurrentConfiguration
        {
            Cell = resolved.Cell!.Value,
            VocabularySize = vocabularySize,
            Embedding = resolved.Hidden!.Value,
            Hidden = resolved.Hidden.Value,
            Layers = resolved.Layers!.Value,
            Bidirectional = resolved.Bidirectional,
            MaxLength = resolved.MaxLength,
            InitializerRange = LogitSpread / Math.Sqrt(resolved.Hidden.Value),
        };
    }

    private sealed class CellConverter() : JsonStringEnumConverter<RecurrentCell>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
