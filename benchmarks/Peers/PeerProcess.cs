using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Peers;

/// <summary>
/// A program of another language that stays and is asked again and again, by a line of JSON on its standard input; it answers each with a line of JSON.
/// Between two questions it waits and computes nothing.
/// </summary>
internal abstract class PeerProcess : IDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly Task<string> errors;

    /// <summary>Starts it.</summary>
    /// <param name="folder">The peer's own folder, which goes with it.</param>
    /// <param name="script">The name of an embedded script; it is laid into the folder.</param>
    /// <param name="start">How it is started, standard streams apart.</param>
    /// <exception cref="MeasurementException">It could not be started.</exception>
    private protected PeerProcess(string folder, string script, ProcessStartInfo start)
    {
        this.folder = Directory.CreateDirectory(folder);
        using (Stream source = typeof(PeerProcess).Assembly.GetManifestResourceStream(script)!)
        using (FileStream copy = File.Create(Path.Combine(folder, script)))
        {
            source.CopyTo(copy);
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // What Hone sets for its own libraries is not to be inherited: the peer runs as it would by itself.
        start.Environment.Remove("GOMP_SPINCOUNT");
        start.Environment.Remove("OMP_WAIT_POLICY");
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            this.folder.Delete(recursive: true);
            throw new MeasurementException($"The peer {start.FileName} could not be started: {fault.Message}");
        }

        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its own folder, as this process sees it.</summary>
    public string Folder => folder.FullName;

    /// <summary>Its peak of resident memory so far, in bytes.</summary>
    public long PeakBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="MeasurementException">It ended instead.</exception>
    public JsonElement Ask(object question)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } answer
            ? JsonDocument.Parse(answer).RootElement.Clone()
            : throw new MeasurementException($"The peer ended without an answer: {errors.GetAwaiter().GetResult().Trim()}");
    }

    /// <summary>Ends it and deletes its folder.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
