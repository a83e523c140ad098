namespace Hone.Training.Tokenization;

/// <summary>A token that <c>tokenizer.json</c> names beside the model, with its id.</summary>
internal sealed record AddedTokenJson
{
    public required int Id { get; init; }

    public required string Content { get; init; }

    public bool SingleWord { get; init; }

    public bool Lstrip { get; init; }

    public bool Rstrip { get; init; }

    public bool Normalized { get; init; }

    public bool Special { get; init; }

    /// <summary>Requires special tokens of the vocabulary: any other would be looked for in texts before they are cut.</summary>
    /// <exception cref="InvalidDataException">One is not in the vocabulary, has another id there, or is not special.</exception>
    public static void RequireSpecial(IReadOnlyList<AddedTokenJson> tokens, Vocabulary vocabulary)
    {
        foreach (AddedTokenJson token in tokens)
        {
            TokenizerFiles.Require(
                vocabulary.Id(token.Content) == token.Id,
                $"'added_tokens' must name tokens of 'model.vocab' with their ids, and '{token.Content}' is none: tokens added to a vocabulary are not supported");
            TokenizerFiles.Require(token.Special, $"'added_tokens' must be special, and '{token.Content}' is not");
        }
    }
}
