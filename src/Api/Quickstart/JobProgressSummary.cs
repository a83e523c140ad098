using Hone.Domain.Jobs;
using Hone.Training.Running;

namespace Hone.Api.Quickstart;

/// <summary>What is worth knowing of a running job at one glance, gathered from its history.</summary>
internal sealed class JobProgressSummary
{
    private double? loss;
    private double? accuracy;
    private double? f1;

    /// <summary>How far it is; null before the trainer has said anything.</summary>
    public JobProgress? Progress { get; private set; }

    /// <summary>Takes in a record.</summary>
    public void Add(JobEvent record)
    {
        Progress = record.Progress ?? Progress;
        if (record.Values is { } values)
        {
            loss = values.TryGetValue("train/loss", out double trained) ? trained : loss;
            accuracy = values.TryGetValue("validation/accuracy", out double validated) ? validated : accuracy;
            f1 = values.TryGetValue("validation/f1/micro", out double found) ? found : f1;
        }
    }

    /// <summary>Loss, validation accuracy or else F1, speed and time left, as far as they are known.</summary>
    public string Details() => string.Join("  ", new[]
    {
        Show(loss, value => $"loss {value:F2}"),
        Show(accuracy, value => $"accuracy {value:P0}"),
        Show(accuracy is null ? f1 : null, value => $"F1 {value:P0}"),
        Progress is { TokensPerSecond: > 0 and double speed } ? Show(speed, value => $"{value:N0} tok/s") : null,
        Progress is { EtaSeconds: > 0 and double seconds } ? Show(seconds, value => $"{ClockTime.Show(TimeSpan.FromSeconds(value))} left") : null,
    }.OfType<string>());

    private static string? Show(double? value, Func<double, FormattableString> format) => value is { } known ? FormattableString.Invariant(format(known)) : null;
}
