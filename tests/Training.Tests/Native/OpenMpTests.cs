using System.Diagnostics;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs.Running;
using Hone.Training.Running;

namespace Hone.Training.Tests.Native;

public sealed class OpenMpTests
{
    [Fact]
    public async Task WaitBriefly_IsHeard_BeforeATrainerLoadsLibTorch()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // elsewhere libtorch has another OpenMP, or none
        }

        using TemporaryDirectory directory = new();
        JobDirectory job = new(directory.Path);
        File.WriteAllText(job.Specification, JsonSerializer.Serialize(new TrainerSpecification { JobId = Guid.NewGuid() }, HoneJson.Options));
        ProcessStartInfo start = new("dotnet", [typeof(Trainer).Assembly.Location, "train", directory.Path]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_DISPLAY_ENV"] = "verbose"; // libgomp says what it read as it is loaded
        start.Environment.Remove("OMP_WAIT_POLICY");
        start.Environment.Remove("GOMP_SPINCOUNT");

        using Process trainer = Process.Start(start)!;
        Task<string> output = trainer.StandardOutput.ReadToEndAsync();
        string said = await trainer.StandardError.ReadToEndAsync();
        await output;
        await trainer.WaitForExitAsync();

        Assert.Contains("GOMP_SPINCOUNT = '1000'", said, StringComparison.Ordinal);
    }
}
