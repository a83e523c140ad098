using Hone.Training.Native;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>Makes one vector of the states of each sequence: <c>[total, width]</c> in, <c>[sequences, width]</c> out.</summary>
internal static class SequencePooling
{
    /// <summary>The mean of each sequence's states.</summary>
    public static Tensor Mean(Tensor states, IReadOnlyList<SequenceRun> runs) => PerRun(states, runs, run => run.mean([1]));

    /// <summary>The mean of each sequence's states in fp32, scaled to length one: what stands for a text that is compared with others.</summary>
    public static Tensor Embed(Tensor states, IReadOnlyList<SequenceRun> runs)
    {
        Tensor means = Mean(states.dtype == ScalarType.BFloat16 ? states.to_type(ScalarType.Float32) : states, runs);
        return means / means.square().sum([1], keepdim: true).Plus(1e-12).sqrt(); // no clamp, whose gradient META lacks
    }

    /// <summary>The first state of each sequence.</summary>
    public static Tensor First(Tensor states, IReadOnlyList<SequenceRun> runs) => PerRun(states, runs, run => run.select(1, 0));

    private static Tensor PerRun(Tensor states, IReadOnlyList<SequenceRun> runs, Func<Tensor, Tensor> pool)
    {
        if (runs.Count == 1)
        {
            return pool(states.view(runs[0].Count, runs[0].Length, -1));
        }

        Tensor[] parts = states.split([.. runs.Select(run => (long)run.Total)], 0);
        return cat([.. runs.Zip(parts, (run, part) => pool(part.view(run.Count, run.Length, -1)))], 0);
    }
}
