using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Quality;

/// <summary>
/// Logistic regression on TF-IDF of words and characters, by scikit-learn: what counting reaches. It runs in a root file system that has Python with
/// scikit-learn, by <c>chroot</c>, which takes the rights of root.
/// </summary>
/// <param name="root">The root file system.</param>
/// <param name="threads">Threads to compute with.</param>
internal sealed class TfidfPeer(string root, int? threads)
{
    /// <summary>The metric that it is compared by.</summary>
    public const string Metric = "accuracy";

    private const string Script = "tfidf.py";

    /// <summary>Learns the train file of a folder and is judged on the test file.</summary>
    /// <param name="dataset">The folder, with the files as they are uploaded.</param>
    /// <exception cref="MeasurementException">It could not be run.</exception>
    public PeerResult Measure(string dataset)
    {
        string inside = Path.Combine("tmp", $"hone-peer-{Guid.NewGuid():N}");
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(root, inside));
        try
        {
            foreach (string file in Directory.EnumerateFiles(dataset, "t*")) // train and test, not validation
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            using (Stream script = typeof(TfidfPeer).Assembly.GetManifestResourceStream(Script)!)
            using (FileStream copy = File.Create(Path.Combine(folder.FullName, Script)))
            {
                script.CopyTo(copy);
            }

            JsonElement result = JsonDocument.Parse(Run($"/{inside}")).RootElement;
            return new PeerResult(
                $"TF-IDF + logistic regression, scikit-learn {result.GetProperty("version").GetString()}",
                result.GetProperty("accuracy").GetDouble(),
                result.GetProperty("macroF1").GetDouble(),
                result.GetProperty("seconds").GetDouble() / 60);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Run(string inside)
    {
        ProcessStartInfo start = new("chroot") { ArgumentList = { root, "python3", $"{inside}/{Script}", inside }, RedirectStandardOutput = true, RedirectStandardError = true };
        if (threads is { } count)
        {
            foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" })
            {
                start.Environment[variable] = count.ToString(CultureInfo.InvariantCulture);
            }
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new MeasurementException($"The peer in {root} failed: {errors.GetAwaiter().GetResult().Trim()}");
        }
        catch (Win32Exception fault)
        {
            throw new MeasurementException($"The peer in {root} could not be started: {fault.Message}");
        }
    }
}
