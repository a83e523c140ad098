using System.Text.Json.Serialization;

namespace Hone.Training.Text;

/// <summary>
/// One example of text classification, as a line of its canonical form. In a data set with one label per row every example has a
/// <see cref="Label"/>, in one with any number of labels per row every example has <see cref="Labels"/>.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="Label">What it is; null where <see cref="Labels"/> say it.</param>
public sealed record ClassificationExample(string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label = null)
{
    /// <summary>The other text of a pair; all examples of a data set have one, or none has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TextPair { get; init; }

    /// <summary>All that it is, in ordinal order without repeats, possibly nothing; null where one <see cref="Label"/> says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The labels, however many there are.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> AllLabels => Labels ?? (Label is null ? [] : [Label]);
}
