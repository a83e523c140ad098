using System.Text.Json;
using Hone.Benchmarks.Peers;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>Bare training steps in PyTorch, in a process of their own.</summary>
internal sealed class PyTorchTraining : IDisposable
{
    private const int WarmUpSteps = 2;

    private readonly PythonPeer peer;
    private string? version;

    /// <param name="root">The root file system that has PyTorch.</param>
    /// <param name="network">What it trains: <c>encoder</c>, <c>classifier</c> or <c>lstm</c>.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="precision"><c>bf16</c> or <c>fp32</c>.</param>
    /// <param name="threads">Threads to compute with.</param>
    public PyTorchTraining(string root, string network, TrainingShape shape, string precision, int threads) => peer = new PythonPeer(
        root,
        "training.py",
        threads,
        JsonSerializer.Serialize(new { network, layers = shape.Layers, hidden = shape.Hidden, heads = shape.Heads, vocabulary = shape.Vocabulary, precision }));

    /// <summary>Its peak of resident memory so far, in bytes.</summary>
    public long PeakBytes => peer.PeakBytes;

    /// <summary>PyTorch with its version, once it has computed.</summary>
    public string Name => $"PyTorch {version?.Split('+')[0]}";

    /// <summary>Steps a second: of the median step, after two that do not count.</summary>
    /// <param name="shape">The sizes of a step.</param>
    /// <param name="steps">How many count.</param>
    public double StepsPerSecond(TrainingShape shape, int steps)
    {
        int[] lengths = [.. Enumerable.Repeat(shape.Length, shape.Sequences)];
        return 1 / Median.Of(Step([.. Enumerable.Repeat(lengths, WarmUpSteps + steps)]));
    }

    /// <summary>Examples a second over batches of these lengths, after two that do not count.</summary>
    /// <param name="batches">The lengths in tokens of the examples of each batch.</param>
    public double ExamplesPerSecond(IReadOnlyList<int[]> batches) => batches.Skip(WarmUpSteps).Sum(batch => batch.Length) / Step(batches).Sum();

    /// <inheritdoc/>
    public void Dispose() => peer.Dispose();

    /// <returns>The seconds of each step but the first two.</returns>
    private double[] Step(IReadOnlyList<int[]> batches)
    {
        JsonElement answer = peer.Ask(new { batches });
        version = answer.GetProperty("version").GetString();
        return [.. answer.GetProperty("seconds").EnumerateArray().Select(seconds => seconds.GetDouble()).Skip(WarmUpSteps)];
    }
}
