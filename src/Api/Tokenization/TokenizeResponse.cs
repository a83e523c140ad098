namespace Hone.Api.Tokenization;

/// <summary>Texts as a model sees them.</summary>
public sealed record TokenizeResponse
{
    /// <summary>The model whose tokenizer it is.</summary>
    public required string Model { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>For every input its tokens, the special ones among them that the model adds.</summary>
    public required IReadOnlyList<IReadOnlyList<TokenResponse>> Tokens { get; init; }

    /// <summary>
    /// For every input its words, if they were asked for: what stands between spaces, each mark of punctuation, and, in scripts without spaces, the
    /// words that the model learnt from its corpus; where it learnt none, every character.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<WordResponse>>? Words { get; init; }
}
