namespace Hone.Training.Architectures.Layouts;

/// <summary>The names of an encoder's weights: of its parts behind the layout's prefix, of a layer's behind its number.</summary>
public sealed record EncoderNames
{
    public string WordEmbeddings { get; init; } = "embeddings.word_embeddings";

    public string PositionEmbeddings { get; init; } = "embeddings.position_embeddings";

    public string TokenTypeEmbeddings { get; init; } = "embeddings.token_type_embeddings";

    public string EmbeddingNorm { get; init; } = "embeddings.LayerNorm";

    /// <summary>The norm behind the last layer, where layers normalise before their parts.</summary>
    public string FinalNorm { get; init; } = "LayerNorm";

    /// <summary>What the names of layers begin with, before their number.</summary>
    public string Layers { get; init; } = "encoder.layer";

    public string Query { get; init; } = "attention.self.query";

    public string Key { get; init; } = "attention.self.key";

    public string Value { get; init; } = "attention.self.value";

    public string AttentionOutput { get; init; } = "attention.output.dense";

    /// <summary>The norm before or after attention.</summary>
    public string AttentionNorm { get; init; } = "attention.output.LayerNorm";

    public string Intermediate { get; init; } = "intermediate.dense";

    public string Output { get; init; } = "output.dense";

    /// <summary>The norm before or after the feed-forward network.</summary>
    public string FeedForwardNorm { get; init; } = "output.LayerNorm";
}
