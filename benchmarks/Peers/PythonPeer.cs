using System.Diagnostics;
using System.Globalization;

namespace Hone.Benchmarks.Peers;

/// <summary>A peer in Python. It runs in a root file system with what it needs, by <c>chroot</c>, which takes the rights of root.</summary>
internal sealed class PythonPeer : PeerProcess
{
    /// <summary>Starts it.</summary>
    /// <param name="root">The root file system.</param>
    /// <param name="script">The name of an embedded script.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="arguments">What follows the script on its command line.</param>
    /// <exception cref="CommandLine.MeasurementException">It could not be started.</exception>
    public PythonPeer(string root, string script, int threads, params IReadOnlyList<string> arguments)
        : this(root, $"/tmp/hone-peer-{Guid.NewGuid():N}", script, threads, arguments)
    {
    }

    private PythonPeer(string root, string inside, string script, int threads, IReadOnlyList<string> arguments)
        : base(root + inside, script, Start(root, $"{inside}/{script}", threads, arguments)) => Inside = inside;

    /// <summary>Its own folder, as it sees it.</summary>
    public string Inside { get; }

    private static ProcessStartInfo Start(string root, string script, int threads, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new("chroot", [root, "python3", "-u", script, .. arguments]);
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" })
        {
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        }

        return start;
    }
}
