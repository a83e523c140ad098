using System.Runtime.InteropServices;
using Hone.Training.Native;

namespace Hone.Benchmarks.Reporting;

/// <summary>What a figure was measured on.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="OperatingSystem">The operating system, with its version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Libraries">Versions of what computes, by name.</param>
internal sealed record Machine(string Processor, int Cores, string OperatingSystem, string Runtime, string Libraries)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static Machine Describe() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        RuntimeInformation.FrameworkDescription,
        string.Join(", ", TorchRuntime.Versions.Where(version => version.Key != "dotnet").Select(version => $"{version.Key} {version.Value}")));

    /// <inheritdoc/>
    public override string ToString() => $"{Processor}, {Cores} logical processors, {OperatingSystem}, {Runtime}, {Libraries}";

    private static string ProcessorName()
    {
        const string Key = "model name";
        string? line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return line?.Split(':', 2)[^1].Trim() ?? "unknown processor";
    }
}
