using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Equality;
using Hone.Benchmarks.Perplexity;
using Hone.Benchmarks.Quality;
using Hone.Benchmarks.Samples;
using Hone.Benchmarks.Speed;
using Hone.Domain.Problems;

// The table of contents: everything that is measured.
IBenchmark[] benchmarks = [new SpeedBenchmark(), new PerplexityBenchmark(), new QualityBenchmark(), new SamplesBenchmark(), new LogitsBenchmark()];

if (args is [] or ["--help" or "-h", ..])
{
    Console.WriteLine(Usage());
    return args is [] ? ExitCode.Usage : ExitCode.Done;
}

string what = args[0] == "all" ? "speed" : args[0];
if (benchmarks.FirstOrDefault(benchmark => benchmark.Name == what) is not { } chosen)
{
    Console.Error.WriteLine($"There is no benchmark '{args[0]}'.\n\n{Usage()}");
    return ExitCode.Usage;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
try
{
    if (args is [_, "--help" or "-h", ..])
    {
        Console.WriteLine(chosen.Usage);
        return ExitCode.Done;
    }

    chosen.Run(args[1..], stop.Token);
    return ExitCode.Done;
}
catch (UsageException misused)
{
    Console.Error.WriteLine($"{misused.Message}\n\n{chosen.Usage}");
    return ExitCode.Usage;
}
catch (RefusalException refused)
{
    Console.Error.WriteLine(string.Join('\n', refused.Problems.Select(problem => problem.Message).Prepend(refused.Message).Distinct()));
    return ExitCode.Failed;
}
catch (Exception failure) when (failure is MeasurementException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(failure.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped. What was measured before is kept.");
    return ExitCode.Failed;
}

string Usage() => $"""
    usage: benchmarks WHAT [OPTIONS]

    {string.Join('\n', benchmarks.Select(benchmark => $"  {benchmark.Name,-12} {benchmark.Summary}"))}

    "benchmarks WHAT --help" tells the options of one. Data is given by path; nothing is downloaded.
    """;
