using System.Text.Json.Serialization;

namespace Hone.Domain.Datasets;

/// <summary>Where a row was uploaded, and which example it became.</summary>
/// <param name="Split">The split it is in; of a row that was left out, the part it was uploaded in.</param>
/// <param name="File">The file it was uploaded in.</param>
/// <param name="Line">Its line there, counted from 1.</param>
public sealed record RowReference(SplitName Split, string File, long Line)
{
    /// <summary>Its place among the examples of the split, counted from 1; null of a row that was left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Number { get; init; }

    /// <summary>The beginning of its text on one line; null of a row that was left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }
}
