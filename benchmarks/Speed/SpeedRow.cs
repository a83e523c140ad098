using System.Diagnostics;
using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Speed;

/// <summary>One comparison with a peer on the same machine in the same run.</summary>
internal sealed record SpeedRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"{Measurement}/{What}/{Peer}";

    /// <summary>The word that chooses the measurement it is of.</summary>
    public required string Measurement { get; init; }

    /// <summary>What is measured, with its sizes: <c>masked-LM training, 4 × 256</c>.</summary>
    public required string What { get; init; }

    /// <summary>The unit of the figures: <c>tokens/s</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>What it is compared with, with its version and settings; null where there is nothing to compare with.</summary>
    public string? Peer { get; init; }

    /// <summary>What is to be reached; null is reported only.</summary>
    public SpeedGoal? Goal { get; init; }

    /// <summary>Hone's figure in each round.</summary>
    public required IReadOnlyList<double> Ours { get; init; }

    /// <summary>The peer's figure in each round, taken just before or after Hone's; null if it was missing.</summary>
    public IReadOnlyList<double>? Theirs { get; init; }

    /// <summary>A comparison that was measured just now, on this machine.</summary>
    /// <param name="measurement">The word that chooses the measurement.</param>
    /// <param name="what">What is measured.</param>
    /// <param name="unit">The unit of the figures.</param>
    /// <param name="peer">What it is compared with.</param>
    /// <param name="goal">What is to be reached.</param>
    /// <param name="ours">Hone's figures.</param>
    /// <param name="theirs">The peer's.</param>
    /// <param name="clock">How long it took.</param>
    public static SpeedRow Of(
        string measurement, string what, string unit, string? peer, SpeedGoal? goal, IReadOnlyList<double> ours, IReadOnlyList<double>? theirs, Stopwatch clock) => new()
        {
            Measurement = measurement,
            What = what,
            Unit = unit,
            Peer = peer,
            Goal = goal,
            Ours = ours,
            Theirs = theirs,
            MeasuredAt = DateTime.UtcNow,
            Machine = Machine.Describe(),
            Seed = 1,
            Minutes = clock.Elapsed.TotalMinutes,
        };

    /// <summary>The ratio of the medians; null without a peer.</summary>
    public double? Ratio => Theirs is { } theirs ? Median.Of(Ours) / Median.Of(theirs) : null;

    /// <summary>Whether the goal is reached; null where there is no goal, or the peer was missing.</summary>
    public bool? Reached => Goal is not { } goal || (Peer is not null && Theirs is null) ? null : goal.IsReachedBy(Ratio ?? Median.Of(Ours));
}
