using System.Diagnostics;
using System.Globalization;

namespace Hone.Benchmarks.Peers;

/// <summary>A peer for Node.js, whose <c>node</c> is found on the path.</summary>
internal sealed class NodePeer : PeerProcess
{
    /// <summary>Starts it.</summary>
    /// <param name="packages">The folder whose <c>node_modules</c> has the packages it needs.</param>
    /// <param name="script">The name of an embedded script.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <exception cref="CommandLine.MeasurementException">It could not be started.</exception>
    public NodePeer(string packages, string script, int threads)
        : this(packages, Path.Combine(Path.GetTempPath(), $"hone-peer-{Guid.NewGuid():N}"), script, threads)
    {
    }

    private NodePeer(string packages, string folder, string script, int threads)
        : base(folder, script, Start(packages, Path.Combine(folder, script), threads))
    {
    }

    private static ProcessStartInfo Start(string packages, string script, int threads) => new("node", ["--expose-gc", script])
    {
        Environment =
        {
            ["NODE_PATH"] = Path.Combine(packages, "node_modules"),
            ["RAYON_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture), // the pool of threads that programs in Rust share out work with
            ["TOKENIZERS_PARALLELISM"] = "true",
        },
    };
}
