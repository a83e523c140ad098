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
/// <param name="Elapsed">How long the process ran.</param>
internal sealed record TrainerJob(TrainerResult Result, IReadOnlyList<JobEvent> Events, TimeSpan Elapsed)
{
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
        TrainerResult? result = File.Exists(directory.Result) ? JsonSerializer.Deserialize<TrainerResult>(File.ReadAllBytes(directory.Result), HoneJson.Options) : null;
        return result switch
        {
            { Error: null } => new TrainerJob(result, ReadEvents(directory), clock.Elapsed),
            { Error: { } error } => throw new MeasurementException($"{directory.Path}: the job failed, {error.Code}: {error.Message}"),
            null => throw new MeasurementException($"{directory.Path}: the trainer ended without a result."),
        };
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

    private static IReadOnlyList<JobEvent> ReadEvents(JobDirectory directory) =>
        [.. File.ReadLines(directory.Events).Select(line => JsonSerializer.Deserialize<JobEvent>(line, HoneJson.Options)!)];
}
