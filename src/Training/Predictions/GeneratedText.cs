using System.Text.Json.Serialization;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>What follows a text.</summary>
/// <param name="Text">What follows, without the text itself.</param>
/// <param name="FinishReason">Why it ended.</param>
/// <param name="Tokens">How many tokens were generated.</param>
public sealed record GeneratedText(
    [property: JsonPropertyName("generated_text")] string Text,
    [property: JsonPropertyName("finish_reason")] GenerationEnd FinishReason,
    int Tokens)
{
    /// <summary>Puts the pieces of a whole text together, of which there is at least one.</summary>
    public static GeneratedText Of(IReadOnlyList<GeneratedPiece> pieces) =>
        new(string.Concat(pieces.Select(piece => piece.Text)), pieces[^1].End!.Value, pieces[^1].Tokens);
}
