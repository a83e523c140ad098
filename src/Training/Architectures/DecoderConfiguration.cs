using System.Text.Json.Serialization;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Architectures;

/// <summary>The sizes of a decoder, under the keys of a GPT-2 <c>config.json</c>.</summary>
public sealed record DecoderConfiguration
{
    [JsonPropertyName("vocab_size")]
    public required int VocabularySize { get; init; }

    [JsonPropertyName("n_embd")]
    public required int Hidden { get; init; }

    [JsonPropertyName("n_layer")]
    public required int Layers { get; init; }

    [JsonPropertyName("n_head")]
    public required int Heads { get; init; }

    /// <summary>Four times the hidden size where it is null, as GPT-2 has it.</summary>
    [JsonPropertyName("n_inner")]
    public int? Intermediate { get; init; }

    /// <summary>The longest sequence, in tokens.</summary>
    [JsonPropertyName("n_positions")]
    public required int MaxLength { get; init; }

    [JsonPropertyName("resid_pdrop")]
    public double Dropout { get; init; } = 0.1;

    [JsonPropertyName("embd_pdrop")]
    public double EmbeddingDropout => Dropout;

    /// <summary>Zero: fused attention kernels have no dropout, and small models do without.</summary>
    [JsonPropertyName("attn_pdrop")]
    public double AttentionDropout { get; init; }

    [JsonPropertyName("layer_norm_epsilon")]
    public double LayerNormEpsilon { get; init; } = 1e-5;

    [JsonPropertyName("initializer_range")]
    public double InitializerRange { get; init; } = 0.02;

    [JsonPropertyName("activation_function")]
    public string Activation { get; init; } = "gelu_new";

    /// <summary>The inner size of the feed-forward layers.</summary>
    [JsonIgnore]
    public int InnerSize => Intermediate ?? 4 * Hidden;

    /// <summary>About how many weights such a decoder has: those of its matrices.</summary>
    public double EstimateWeights() => Hidden * ((double)VocabularySize + MaxLength + (Layers * ((4.0 * Hidden) + (2.0 * InnerSize))));

    /// <summary>The sizes that options ask for, without dropout.</summary>
    public static DecoderConfiguration From(ArchitectureOptions options, int vocabularySize)
    {
        ArchitectureOptions resolved = options.Resolve();
        return new DecoderConfiguration
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
