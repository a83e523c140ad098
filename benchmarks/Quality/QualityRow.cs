using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Quality;

/// <summary>What one line reached with one seed.</summary>
internal sealed record QualityRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"{Line} {Seed}";

    /// <summary>The name of the line.</summary>
    public required string Line { get; init; }

    /// <summary>Rows to learn from, to choose by and to judge on.</summary>
    public required IReadOnlyList<long> Rows { get; init; }

    public required IReadOnlyList<QualityResult> Results { get; init; }

    /// <summary>How long pretraining took, for all seeds together as they have one base; 0 without.</summary>
    public required double PretrainingMinutes { get; init; }

    /// <summary>Weights of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>The network as a person would say it.</summary>
    public required string Network { get; init; }

    /// <summary>Threads that were computed with; null where that was left to libtorch.</summary>
    public required int? Threads { get; init; }

    /// <summary>How it was learnt, all of it; the seed of fine-tuning is the row's.</summary>
    public required JsonElement Recipe { get; init; }

    /// <summary>Every metric of the trainer.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>What counting words reaches on the same data; null where it was not asked.</summary>
    public PeerResult? Peer { get; init; }

    /// <summary>Whether two rows are of one recipe on the same data, so that they differ by chance alone.</summary>
    public bool IsComparableTo(QualityRow other) => Line == other.Line && Rows.SequenceEqual(other.Rows) && JsonElement.DeepEquals(Recipe, other.Recipe);
}
