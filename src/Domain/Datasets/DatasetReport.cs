using System.Text.Json.Serialization;

namespace Hone.Domain.Datasets;

/// <summary>What was found in a data set: counts, and warnings that do not stop it from being used.</summary>
public sealed record DatasetReport
{
    /// <summary>Rows with each label (class, type of span or role) in each split: label → split → rows.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<SplitName, long>> Labels { get; init; }

    /// <summary>How often each type of span or role occurs in each split: label → split → spans; null for tasks without spans.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<SplitName, long>>? Spans { get; init; }

    /// <summary>Length of the texts in code points, per split.</summary>
    public required IReadOnlyDictionary<SplitName, LengthSummary> Lengths { get; init; }

    /// <summary>
    /// Length of the texts in words, per split: those that rows come with, or letters and digits that stand together and every other character but white space. Most
    /// tokenizers make somewhat more tokens of a text than it has words.
    /// </summary>
    public IReadOnlyDictionary<SplitName, LengthSummary>? Words { get; init; }

    /// <summary>Labels that are probably wrong; null for tasks of which that is not looked for, and of too few rows or too many labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabelNoise? Noise { get; init; }

    /// <summary>The texts as a model's tokenizer cuts them; null unless a model was named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TokenReport? Tokens { get; init; }

    /// <summary>What is odd, each with rows to look at.</summary>
    public required IReadOnlyList<DatasetWarning> Warnings { get; init; }
}
