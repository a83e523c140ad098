namespace Hone.Domain.Jobs;

/// <summary>What a record of a job's history is about.</summary>
public enum JobEventKind
{
    /// <summary>The job changed its status.</summary>
    Status,

    /// <summary>How far it is.</summary>
    Progress,

    /// <summary>Measured values of one step.</summary>
    Metric,

    /// <summary>A line for people.</summary>
    Log,

    /// <summary>Something a person should look at.</summary>
    Warning,
}
