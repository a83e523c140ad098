using System.Text.Json.Serialization;

namespace Hone.Training.Predictions;

/// <summary>A span that a token classifier found.</summary>
/// <param name="EntityGroup">Its type.</param>
/// <param name="Score">The probability of exactly this span.</param>
/// <param name="Word">The text that it covers.</param>
/// <param name="Start">Where it begins, in Unicode code points.</param>
/// <param name="End">Where it ends, in Unicode code points, exclusive.</param>
public sealed record EntityPrediction([property: JsonPropertyName("entity_group")] string EntityGroup, double Score, string Word, int Start, int End);
