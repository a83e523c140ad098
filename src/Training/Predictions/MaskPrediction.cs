using System.Text.Json.Serialization;

namespace Hone.Training.Predictions;

/// <summary>What a hidden token may be.</summary>
/// <param name="Sequence">The text with it.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Token">Its id.</param>
/// <param name="TokenText">The token itself.</param>
public sealed record MaskPrediction(string Sequence, double Score, int Token, [property: JsonPropertyName("token_str")] string TokenText);
