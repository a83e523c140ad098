namespace Hone.Benchmarks.Reporting;

/// <summary>A curve.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points, from left to right.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<PlotPoint> Points);
