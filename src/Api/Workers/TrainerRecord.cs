using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs.Running;

namespace Hone.Api.Workers;

/// <summary>
/// Which process works on a job directory, written into it. A service that was killed leaves its trainer behind for the moment
/// that the trainer needs to notice; the next one must not start a second trainer on the same files meanwhile.
/// </summary>
/// <param name="ProcessId">The operating system's number of the process.</param>
/// <param name="StartTime">When it began: numbers are given again, number and time together are not.</param>
internal sealed record TrainerRecord(int ProcessId, DateTime StartTime)
{
    private const string FileName = "trainer.json";

    /// <summary>Leaves the record of a trainer in its directory.</summary>
    public static void Write(JobDirectory directory, TrainerProcess trainer) => File.WriteAllText(
        Path.Combine(directory.Path, FileName),
        JsonSerializer.Serialize(new TrainerRecord(trainer.Id, trainer.StartTime), HoneJson.Options));

    /// <summary>Waits until no earlier trainer works on the directory; one that has not left after the grace period is killed.</summary>
    public static async Task WaitForEarlierAsync(JobDirectory directory, TimeSpan grace, CancellationToken cancellationToken)
    {
        using Process? earlier = Find(directory);
        if (earlier is null)
        {
            return;
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(grace);
        try
        {
            await earlier.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            earlier.Kill(entireProcessTree: true);
            await earlier.WaitForExitAsync(cancellationToken);
        }
    }

    private static Process? Find(JobDirectory directory)
    {
        string path = Path.Combine(directory.Path, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            TrainerRecord record = JsonSerializer.Deserialize<TrainerRecord>(File.ReadAllText(path), HoneJson.Options)!;
            Process process = Process.GetProcessById(record.ProcessId);
            if (!process.HasExited && (process.StartTime.ToUniversalTime() - record.StartTime).Duration() < TimeSpan.FromSeconds(2))
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null; // half a record was written by a service that died, or the process is gone or another user's
        }
    }
}
