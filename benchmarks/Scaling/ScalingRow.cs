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

    /// <summary>How high the point is; the median over rounds.</summary>
    public required double Y { get; init; }

    /// <summary>Of load: texts that were answered a second; the median over rounds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TextsPerSecond { get; init; }
}
