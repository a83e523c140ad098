namespace Hone.Training.Architectures.Layouts;

/// <summary>The names of the head that predicts tokens: a linear layer, an activation, a norm, and the word embeddings with a bias.</summary>
public sealed record LanguageModelHeadNames
{
    public required string Transform { get; init; }

    public required string Norm { get; init; }

    public required string Bias { get; init; }

    /// <summary>The output matrix, which is the word embeddings: never written, and compared with them where it is found.</summary>
    public required string TiedMatrix { get; init; }

    /// <summary>The activation, where it is not that of the layers.</summary>
    public string? Activation { get; init; }
}
