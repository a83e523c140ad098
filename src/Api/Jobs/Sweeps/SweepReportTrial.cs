using Hone.Domain.Jobs;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>The training of a candidate in a rung.</summary>
public sealed record SweepReportTrial
{
    /// <summary>The rung, from 1.</summary>
    public required int Rung { get; init; }

    /// <summary>Passes over the training split.</summary>
    public required int Epochs { get; init; }

    /// <summary>The job that trains it.</summary>
    public required Guid Job { get; init; }

    /// <summary>The status of that job.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The validation metric that the sweep decides by; null until it is known, and where no model came of the job.</summary>
    public required double? Value { get; init; }

    /// <summary>Seconds it trained; null until it is over.</summary>
    public required double? Seconds { get; init; }

    /// <summary>What it took; null where it has not succeeded.</summary>
    public required JobCost? Cost { get; init; }

    /// <summary>Why it failed.</summary>
    public required JobError? Error { get; init; }

    /// <summary>Shows a training.</summary>
    internal static SweepReportTrial Of(Job trial, double? value, int epochs) => new()
    {
        Rung = trial.Trial!.Rung + 1,
        Epochs = epochs,
        Job = trial.Id,
        Status = trial.Status,
        Value = value,
        Seconds = (trial.FinishedAt - trial.StartedAt)?.TotalSeconds,
        Cost = trial.Cost,
        Error = trial.Error,
    };
}
