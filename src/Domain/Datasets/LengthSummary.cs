using System.Text.Json.Serialization;

namespace Hone.Domain.Datasets;

/// <summary>Lengths of texts in Unicode code points, in words or in tokens.</summary>
public sealed record LengthSummary(long Minimum, double Mean, long Median, long Percentile95, long Maximum)
{
    /// <summary>The length that 90 % of the texts do not exceed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Percentile90 { get; init; }

    /// <summary>The length that 99 % of the texts do not exceed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Percentile99 { get; init; }

    /// <summary>How many rows are longer than 64, 128, 256 and 512 words or tokens, the usual choices of <c>maxLength</c>; null of lengths in code points.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, long>? LongerThan { get; init; }
}
