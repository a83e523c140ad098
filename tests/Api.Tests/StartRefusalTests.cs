using System.Diagnostics;

namespace Hone.Api.Tests;

/// <summary>The service as it is started by hand: a start that is refused says why in one line.</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [InlineData("--Hone:Urls=https://127.0.0.1:0", "certificate")]
    [InlineData("--Kestrel:Certificates:Default:Path=/nowhere/certificate.pfx", "/nowhere/certificate.pfx")]
    [InlineData("--Hone:DataPath=/proc/nowhere", "data path")]
    [InlineData("quikstart", "'quikstart'")]
    public async Task Start_SaysInOneLineWhyNot_AndExitsWith1(string argument, string said)
    {
        string home = Directory.CreateTempSubdirectory("hone-test-").FullName;
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Hone.Api.dll"), $"--Hone:DataPath={home}", "--Hone:Workers:Count=0", argument },
            Environment = { ["HOME"] = home }, // in which there is no developer's certificate
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!argument.Contains("Urls", StringComparison.Ordinal))
        {
            start.ArgumentList.Add(argument.Contains("Certificates", StringComparison.Ordinal) ? "--urls=https://127.0.0.1:0" : "--urls=http://127.0.0.1:0");
        }

        using Process process = Process.Start(start)!;
        Task<string> printed = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await printed, StringComparison.Ordinal);
        Directory.Delete(home, recursive: true);
    }
}
