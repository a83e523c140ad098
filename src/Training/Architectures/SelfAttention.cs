using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>Multi-head self-attention within the sequences of a packed batch (Vaswani et al. 2017).</summary>
internal static class SelfAttention
{
    /// <summary>Attends within each sequence: <c>[total, 3 · hidden]</c> in, <c>[total, hidden]</c> out.</summary>
    /// <param name="projected">Query, key and value of every token, side by side.</param>
    /// <param name="sequences">The sequences.</param>
    /// <param name="heads">How many heads share the hidden size.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    public static Tensor Attend(Tensor projected, PackedSequences sequences, int heads, bool causal = false)
    {
        // A prediction is computed without padding, so that it is the same in every batch; a step of training has time to win.
        SequenceRectangles rectangles = sequences.Rectangles(padded: projected.requires_grad);
        Tensor[] parts = rectangles.Cut(projected);
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Attend(parts[i], rectangles.Rectangles[i], heads, causal);
        }

        return rectangles.Join(parts);
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

    private static Tensor Attend(Tensor projected, SequenceRectangle rectangle, int heads, bool causal)
    {
        Tensor[] parts = Split(projected, rectangle.Count, heads);

        // Padding comes last, where a token that looks back never sees it.
        Tensor attended = causal
            ? Operations.Attend(parts[0], parts[1], parts[2], causal: true)
            : Operations.Attend(parts[0], parts[1], parts[2], rectangle.Mask);
        return attended.transpose(1, 2).reshape(rectangle.Total, -1);
    }
}
