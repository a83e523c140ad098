using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.LowRank;

/// <summary>What one strategy reached from the common base with one seed, and what it took.</summary>
internal sealed record LowRankRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"{Strategy} {Seed}";

    public required StrategyKind Strategy { get; init; }

    /// <summary>The line of the table of quality that is learnt.</summary>
    public required string Line { get; init; }

    /// <summary>Accuracy on the test split.</summary>
    public required double Test { get; init; }

    /// <summary>Accuracy on the validation split, by which the best epoch was chosen.</summary>
    public required double Validation { get; init; }

    /// <summary>Weights of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Weights that learnt.</summary>
    public required long LearningParameters { get; init; }

    /// <summary>The most memory that the trainer process had resident.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Examples learnt from in a second of training, without evaluation; null of a run too short to tell.</summary>
    public required double? ExamplesPerSecond { get; init; }

    public required int? Threads { get; init; }

    /// <summary>How it was learnt, with the base that both have.</summary>
    public required JsonElement Recipe { get; init; }

    /// <summary>Whether two rows of a strategy are of one recipe, so that they differ by chance alone.</summary>
    public bool IsComparableTo(LowRankRow other) => Line == other.Line && JsonElement.DeepEquals(Recipe, other.Recipe);
}
