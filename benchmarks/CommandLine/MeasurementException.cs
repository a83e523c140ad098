namespace Hone.Benchmarks.CommandLine;

/// <summary>Something that was to be measured could not be.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
