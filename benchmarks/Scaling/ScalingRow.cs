using System.Globalization;
using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Scaling;

/// <summary>A point of a curve of a picture.</summary>
internal sealed record ScalingRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{Figure}/{Curve}/{Step}");

    /// <summary>The name of the <see cref="ScalingFigure"/>.</summary>
    public required string Figure { get; init; }

    /// <summary>What the legend calls the curve.</summary>
    public required string Curve { get; init; }

    /// <summary>What was set: threads, a multiple of a size, clients.</summary>
    public required double Step { get; init; }

    /// <summary>Where the point is from left to right: what was set, or what came of it; the median over rounds.</summary>
    public required double X { get; init; }

    /// <summary>How high it is; the median over rounds.</summary>
    public required double Y { get; init; }
}
