using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Peers;

/// <summary>
/// A program in Python that stays and is asked again and again, by a line of JSON on its standard input; it answers each with a line of JSON. It runs in a root
/// file system with what it needs, by <c>chroot</c>, which takes the rights of root. Between two questions it waits and computes nothing.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly Task<string> errors;

    /// <summary>Starts it.</summary>
    /// <param name="root">The root file system.</param>
    /// <param name="script">The name of an embedded script.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="arguments">What follows the script on its command line.</param>
    /// <exception cref="MeasurementException">It could not be started.</exception>
    public PythonPeer(string root, string script, int threads, params IReadOnlyList<string> arguments)
    {
        Inside = $"/tmp/hone-peer-{Guid.NewGuid():N}";
        folder = Directory.CreateDirectory(root + Inside);
        using (Stream source = typeof(PythonPeer).Assembly.GetManifestResourceStream(script)!)
        using (FileStream copy = File.Create(Path.Combine(folder.FullName, script)))
        {
            source.CopyTo(copy);
        }

        ProcessStartInfo start = new("chroot", [root, "python3", "-u", $"{Inside}/{script}", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" })
        {
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        }

        // What Hone sets for its own libraries is not to be inherited: the peer runs as it would by itself.
        start.Environment.Remove("GOMP_SPINCOUNT");
        start.Environment.Remove("OMP_WAIT_POLICY");
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            folder.Delete(recursive: true);
            throw new MeasurementException($"The peer in {root} could not be started: {fault.Message}");
        }

        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its own folder, as it sees it.</summary>
    public string Inside { get; }

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
