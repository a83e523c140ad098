using System.Text.Json.Serialization;

namespace Hone.Training.Text;

/// <summary>One example of sentence similarity, as a line of its canonical form.</summary>
/// <param name="Text">One text.</param>
/// <param name="TextPair">The other.</param>
/// <param name="Score">
/// How much alike they are, on the scale of the data set, finite. Null when every pair of the data set is taken to belong together: then all
/// examples have none.
/// </param>
public sealed record SimilarityExample(
    string Text,
    string TextPair,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Score = null);
