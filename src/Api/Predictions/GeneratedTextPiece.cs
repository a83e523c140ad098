using System.Text.Json.Serialization;
using Hone.Training.Inference;

namespace Hone.Api.Predictions;

/// <summary>A further piece of what follows a text, as it is streamed.</summary>
/// <param name="Index">Which input it belongs to.</param>
/// <param name="Text">Whole characters only.</param>
/// <param name="Tokens">How many tokens were generated for the input so far.</param>
/// <param name="FinishReason">Why the text ended; null while it goes on.</param>
public sealed record GeneratedTextPiece(
    int Index,
    string Text,
    int Tokens,
    [property: JsonPropertyName("finish_reason")] GenerationEnd? FinishReason);
