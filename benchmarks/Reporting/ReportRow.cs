namespace Hone.Benchmarks.Reporting;

/// <summary>One line of a table, and under what circumstances it was measured.</summary>
internal abstract record ReportRow
{
    /// <summary>What it is a measurement of: a later one of the same replaces it.</summary>
    public abstract string Key { get; }

    /// <summary>When it was measured, UTC.</summary>
    public required DateTime MeasuredAt { get; init; }

    public required Machine Machine { get; init; }

    /// <summary>Where chances came from.</summary>
    public required long Seed { get; init; }

    /// <summary>How long it took.</summary>
    public required double Minutes { get; init; }
}
