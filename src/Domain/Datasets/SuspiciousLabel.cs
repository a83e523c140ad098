using System.Text.Json.Serialization;

namespace Hone.Domain.Datasets;

/// <summary>A label that is probably wrong.</summary>
/// <param name="Row">The row that has it.</param>
/// <param name="Label">The label, or the type of a span; <c>O</c> where the words are in none.</param>
/// <param name="Expected">What it is expected to be.</param>
/// <param name="Probability">How probable the label is: by the model, or as the part of all places with these words that have it.</param>
/// <param name="ExpectedProbability">The same of what is expected.</param>
/// <param name="Words">The words that have it; null where it is the label of the whole text.</param>
public sealed record SuspiciousLabel(
    RowReference Row,
    string Label,
    string Expected,
    double Probability,
    double ExpectedProbability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Words = null);
