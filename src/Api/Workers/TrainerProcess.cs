using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Hone.Domain.Jobs.Running;

namespace Hone.Api.Workers;

/// <summary>
/// A trainer at work on one job directory, in a process of its own. Its standard input is the control channel: the line
/// <c>stop</c> ends it, and so does the end of the stream, so that no trainer outlives the service that started it.
/// </summary>
internal sealed class TrainerProcess : IDisposable
{
    private readonly Process process;
    private readonly OutputCapture output;
    private readonly Task copying;

    private TrainerProcess(Process process, OutputCapture output)
    {
        this.process = process;
        this.output = output;
        copying = Task.WhenAll(
            process.StandardOutput.BaseStream.CopyToAsync(Stream.Null), // what it says there is in its events too
            output.CopyAsync(process.StandardError.BaseStream));
    }

    /// <summary>The operating system's number of the process.</summary>
    public int Id => process.Id;

    /// <summary>When the process began, UTC.</summary>
    public DateTime StartTime { get; } = DateTime.UtcNow;

    /// <summary>The last lines of its standard error.</summary>
    public string OutputTail => output.Tail;

    /// <summary>Starts a trainer on a prepared job directory.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static TrainerProcess Start(JobDirectory directory, long maxOutputBytes)
    {
        ProcessStartInfo start = new(DotnetHost())
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Hone.Training.dll"), "train", directory.Path },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("Hone__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name); // connection strings and keys are none of its business
        }

        OutputCapture output = new(directory.ErrorOutput, maxOutputBytes);
        try
        {
            Process process = Process.Start(start)!;
            LowerPriority(process);
            return new TrainerProcess(process, output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Asks it to stop. Has no effect when it has ended.</summary>
    public void RequestStop()
    {
        try
        {
            process.StandardInput.WriteLine("stop");
            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended, or was asked before.
        }
    }

    /// <summary>Ends it, and whatever it started, at once.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }

    /// <summary>Waits for its end and gives the exit code: 128 plus the signal when a signal ended it.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(copying, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken)); // a child of it may hold the pipes open
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        output.Dispose();
    }

    /// <summary>The program that runs this service also runs the trainer, wherever it is installed.</summary>
    private static string DotnetHost()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : name;
    }

    /// <summary>Requests come before training. Threads inherit this, so it must be set before the process has made any.</summary>
    private static void LowerPriority(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended, or the system forbids it: training then competes with requests, which is no reason to refuse it.
        }
    }
}
