namespace Hone.Benchmarks.CommandLine;

/// <summary>One kind of measurement, as the command line knows it.</summary>
internal interface IBenchmark
{
    /// <summary>The word that asks for it.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Summary { get; }

    /// <summary>How it is used, for people.</summary>
    string Usage { get; }

    /// <summary>Measures, and writes what it measured.</summary>
    /// <param name="args">What follows its name on the command line.</param>
    /// <param name="cancellationToken">Stops it; what was measured before is kept.</param>
    /// <exception cref="UsageException">The arguments cannot be understood.</exception>
    /// <exception cref="MeasurementException">Something could not be measured.</exception>
    void Run(IReadOnlyList<string> args, CancellationToken cancellationToken);
}
