using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>Multi-head self-attention within the sequences of a packed batch (Vaswani et al. 2017).</summary>
internal static class SelfAttention
{
    /// <summary>Attends within each sequence: <c>[total, 3 · hidden]</c> in, <c>[total, hidden]</c> out.</summary>
    /// <param name="projected">Query, key and value of every token, side by side.</param>
    /// <param name="runs">The sequences.</param>
    /// <param name="heads">How many heads share the hidden size.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    public static Tensor Attend(Tensor projected, IReadOnlyList<SequenceRun> runs, int heads, bool causal = false)
    {
        if (runs.Count == 1)
        {
            return AttendRun(projected, runs[0], heads, causal);
        }

        Tensor[] attended = new Tensor[runs.Count];
        for (int i = 0; i < runs.Count; i++)
        {
            attended[i] = AttendRun(projected.narrow(0, runs[i].Start, runs[i].Total), runs[i], heads, causal);
        }

        return cat(attended, 0);
    }

    /// <summary>Query, key and value of sequences of one length: <c>[count · length, 3 · hidden]</c> in, three times <c>[count, heads, length, width]</c> out.</summary>
    public static Tensor[] Split(Tensor projected, int count, int heads)
    {
        long hidden = projected.shape[1] / 3;
        return projected
            .view(count, -1, 3, heads, hidden / heads)
            .permute(2, 0, 3, 1, 4)
            .unbind(0);
    }

    private static Tensor AttendRun(Tensor projected, SequenceRun run, int heads, bool causal)
    {
        Tensor[] parts = Split(projected, run.Count, heads);
        return Operations.Attend(parts[0], parts[1], parts[2], causal).transpose(1, 2).reshape(run.Total, -1);
    }
}
