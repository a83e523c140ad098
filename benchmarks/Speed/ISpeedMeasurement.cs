namespace Hone.Benchmarks.Speed;

/// <summary>A part of the table of speed and memory: lines that share what they have to load.</summary>
internal interface ISpeedMeasurement
{
    /// <summary>The word that chooses it.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Summary { get; }

    /// <summary>Measures line after line. A peer that is missing makes a row that says so.</summary>
    /// <exception cref="CommandLine.MeasurementException">Something could not be measured.</exception>
    IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken);
}
