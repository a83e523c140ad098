using System.Text.Json.Serialization;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Architectures;

/// <summary>The sizes of an encoder, under the keys of a BERT <c>config.json</c>.</summary>
public sealed record EncoderConfiguration
{
    [JsonPropertyName("vocab_size")]
    public required int VocabularySize { get; init; }

    [JsonPropertyName("hidden_size")]
    public required int Hidden { get; init; }

    [JsonPropertyName("num_hidden_layers")]
    public required int Layers { get; init; }

    [JsonPropertyName("num_attention_heads")]
    public required int Heads { get; init; }

    [JsonPropertyName("intermediate_size")]
    public required int Intermediate { get; init; }

    /// <summary>The longest sequence, in tokens.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public required int MaxLength { get; init; }

    [JsonPropertyName("type_vocab_size")]
    public int TokenTypes { get; init; } = 2;

    [JsonPropertyName("hidden_dropout_prob")]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Zero: fused attention kernels have no dropout, and small models do without.</summary>
    [JsonPropertyName("attention_probs_dropout_prob")]
    public double AttentionDropout { get; init; }

    [JsonPropertyName("layer_norm_eps")]
    public double LayerNormEpsilon { get; init; } = 1e-12;

    [JsonPropertyName("initializer_range")]
    public double InitializerRange { get; init; } = 0.02;

    [JsonPropertyName("hidden_act")]
    public string Activation { get; init; } = "gelu";

    [JsonPropertyName("position_embedding_type")]
    public string PositionEmbedding { get; init; } = "absolute";

    [JsonPropertyName("pad_token_id")]
    public int PadToken { get; init; }

    /// <summary>The sizes that options ask for, without dropout.</summary>
    public static EncoderConfiguration From(ArchitectureOptions options, int vocabularySize)
    {
        ArchitectureOptions resolved = options.Resolve();
        return new EncoderConfiguration
        {
            VocabularySize = vocabularySize,
            Hidden = resolved.Hidden!.Value,
            Layers = resolved.Layers!.Value,
            Heads = resolved.Heads!.Value,
            Intermediate = resolved.Intermediate!.Value,
            MaxLength = resolved.MaxLength,
            Dropout = 0,
            InitializerRange = Initialization.RangeFor(resolved.Hidden.Value),
        };
    }
}
