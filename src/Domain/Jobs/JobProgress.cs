using System.Text.Json.Serialization;

namespace Hone.Domain.Jobs;

/// <summary>How far a job is.</summary>
public sealed record JobProgress
{
    /// <summary>What it does now: <c>tokenizer</c>, <c>encoding</c>, <c>training</c>, <c>evaluating</c>, <c>predicting</c>, <c>resampling</c>, <c>comparing</c>, <c>saving</c>; of a sweep, which rung.</summary>
    public required string Phase { get; init; }

    /// <summary>Optimizer steps (or units of the phase) done.</summary>
    public required long Step { get; init; }

    public required long TotalSteps { get; init; }

    /// <summary>Part of the phase that is done, 0 to 1.</summary>
    public double Fraction => TotalSteps == 0 ? 0 : Math.Clamp((double)Step / TotalSteps, 0, 1);

    /// <summary>Passes over the training data so far.</summary>
    public double Epoch { get; init; }

    /// <summary>Tokens learnt from, or read, per second, over the last moments.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Rows predicted for per second, by jobs that predict.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RowsPerSecond { get; init; }

    /// <summary>Seconds until the phase ends at the present speed; null when not known.</summary>
    public double? EtaSeconds { get; init; }
}
