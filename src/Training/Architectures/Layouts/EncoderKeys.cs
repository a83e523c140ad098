namespace Hone.Training.Architectures.Layouts;

/// <summary>The keys of an encoder's sizes in <c>config.json</c>.</summary>
public sealed record EncoderKeys
{
    public string Hidden { get; init; } = "hidden_size";

    public string Layers { get; init; } = "num_hidden_layers";

    public string Heads { get; init; } = "num_attention_heads";

    public string Intermediate { get; init; } = "intermediate_size";

    public string Dropout { get; init; } = "hidden_dropout_prob";

    public string AttentionDropout { get; init; } = "attention_probs_dropout_prob";

    public string Activation { get; init; } = "hidden_act";

    /// <summary>Null where there are no token types.</summary>
    public string? TokenTypes { get; init; } = "type_vocab_size";

    /// <summary>Null where it is always 1e-12.</summary>
    public string? LayerNormEpsilon { get; init; } = "layer_norm_eps";
}
