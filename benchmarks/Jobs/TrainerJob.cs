using System.Diagnostics;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;

namespace Hone.Benchmarks.Jobs;

/// <summary>A job done by the trainer process on a job directory, as the service has it done.</summary>
/// <param name="Result">What the trainer wrote last.</param>
/// <param name="Events">What it reported on the way.</param>
/// <param name="Elapsed">How long the process ran; of a job found finished, the time from its first event to its last.</param>
internal sealed record TrainerJob(TrainerResult Result, IReadOnlyList<JobEvent> Events, TimeSpan Elapsed)
{
    /// <summary>The most memory that the process had resident, in bytes, by its own account; null where its system does not tell.</summary>
    public long? PeakBytes => Result.Cost?.PeakMemoryBytes;

    /// <summary>Writes a job directory afresh and runs the trainer on it to its end.</summary>
    /// <param name="directory">The job directory; what was there is deleted.</param>
    /// <param name="specification">What to do.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MeasurementException">The job failed.</exception>
    public static TrainerJob Run(JobDirectory directory, TrainerSpecification specification, CancellationToken cancellationToken)
    {
        if (Directory.Exists(directory.Path))
        {
            Directory.Delete(directory.Path, recursive: true);
        }

        Directory.CreateDirectory(directory.Path);
        File.WriteAllBytes(directory.Specification, JsonSerializer.SerializeToUtf8Bytes(specification, HoneJson.Indented));
        Stopwatch clock = Stopwatch.StartNew();
        Wait(directory, cancellationToken);
        return ReadResult(directory) switch
        {
            { Error: null } result => new TrainerJob(result, ReadEvents(directory), clock.Elapsed),
            { Error: { } error } => throw new MeasurementException($"{directory.Path}: the job failed, {error.Code}: {error.Message}"),
            null => throw new MeasurementException($"{directory.Path}: the trainer ended without a result."),
        };
    }

    /// <summary>A job that was done in a directory before; null if none was, or not to its end.</summary>
    public static TrainerJob? Find(JobDirectory directory)
    {
        if (ReadResult(directory) is not { Error: null } result || !Directory.Exists(directory.Output))
        {
            return null;
        }

        IReadOnlyList<JobEvent> events = ReadEvents(directory);
        return new TrainerJob(result, events, events.Count == 0 ? TimeSpan.Zero : events[^1].Time - events[0].Time);
    }

    private static void Wait(JobDirectory directory, CancellationToken cancellationToken)
    {
        // Its standard input is the control channel: it ends when this process does.
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Hone.Training.dll"), "train", directory.Path },
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration stopping = cancellationToken.Register(process.StandardInput.Close);
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TrainerResult? ReadResult(JobDirectory directory) =>
        File.Exists(directory.Result) ? JsonSerializer.Deserialize<TrainerResult>(File.ReadAllBytes(directory.Result), HoneJson.Options) : null;

    private static IReadOnlyList<JobEvent> ReadEvents(JobDirectory directory) =>
        [.. File.ReadLines(directory.Events).Select(line => JsonSerializer.Deserialize<JobEvent>(line, HoneJson.Options)!)];
}
