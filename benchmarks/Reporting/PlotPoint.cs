namespace Hone.Benchmarks.Reporting;

/// <summary>A point of a curve.</summary>
/// <param name="X">Above 0.</param>
/// <param name="Y">From 0 to 1.</param>
/// <param name="Deviation">How far a bar reaches up and down from it.</param>
internal sealed record PlotPoint(double X, double Y, double Deviation);
