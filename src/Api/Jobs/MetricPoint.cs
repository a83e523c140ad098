namespace Hone.Api.Jobs;

/// <summary>A value that was measured.</summary>
/// <param name="Step">At which optimizer step.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Value">The value.</param>
public sealed record MetricPoint(long? Step, DateTime Time, double Value);
