using Hone.Training.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// The operations that libtorch's C++ half has no META kernel for. On META, where only devices and shapes are checked, they are put together
/// from operations that have one; everywhere else they are libtorch's own.
/// </summary>
internal static class Operations
{
    private const long LongestUnfused = 512;

    /// <summary>Looks rows up in a table: <c>[vocabulary, hidden]</c> and <c>[total]</c> in, <c>[total, hidden]</c> out.</summary>
    public static Tensor LookUp(this Embedding table, Tensor rows) =>
        rows.device_type == DeviceType.META ? table.weight![rows] : table.forward(rows);

    /// <summary>Picks rows: <c>[total, hidden]</c> and <c>[rows]</c> in, <c>[rows, hidden]</c> out.</summary>
    public static Tensor PickRows(this Tensor states, Tensor rows) =>
        rows.device_type == DeviceType.META ? states[rows] : states.index_select(0, rows);

    /// <summary>Adds values to sums: <c>[sums]</c>, the place of the sum that each value belongs to <c>[values]</c> and <c>[values]</c> in, <c>[sums]</c> out.</summary>
    public static Tensor AddTo(this Tensor sums, Tensor places, Tensor values) =>
        sums.device_type == DeviceType.META ? sums.Plus((values * places.to(values.dtype)).sum()) : sums.AddAt(places, values);

    /// <summary>The last first: <c>[length, …]</c> in, the same out; on META, where there is no order, as it was.</summary>
    public static Tensor Reverse(this Tensor steps) => steps.device_type == DeviceType.META ? steps : steps.flip(0);

    /// <summary>The logarithm of the sum of the exponentials along a dimension, which is left out of what comes out.</summary>
    public static Tensor LogSumExp(this Tensor scores, long dimension) =>
        scores.device_type == DeviceType.META ? scores.exp().sum(dimension).log() : scores.logsumexp(dimension);

    /// <summary>Layer normalisation (Ba, Kiros &amp; Hinton 2016) of each row.</summary>
    public static Tensor Normalize(this LayerNorm norm, Tensor states)
    {
        if (states.device_type != DeviceType.META)
        {
            return norm.forward(states);
        }

        Tensor centred = states - states.mean([-1], keepdim: true);
        Tensor deviation = centred.square().mean([-1], keepdim: true).Plus(norm.eps).sqrt();
        return (centred / deviation * norm.weight!).Plus(norm.bias!);
    }

    /// <summary>Scaled dot-product attention (Vaswani et al. 2017): three times <c>[…, length, width]</c> in, the same out.</summary>
    /// <param name="queries">What each token asks for.</param>
    /// <param name="keys">What each token is found by.</param>
    /// <param name="values">What each token gives.</param>
    /// <param name="mask">What is added to the score of each key, 0 or -∞; null for nothing. Not together with <paramref name="causal"/>.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    public static Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? mask = null, bool causal = false)
    {
        if (IsFasterFused(queries, keys))
        {
            return nn.functional.scaled_dot_product_attention(queries, keys, values, mask?.to(queries.dtype), is_casual: causal);
        }

        Tensor scores = matmul(queries, keys.transpose(-2, -1)).TimesInPlace(1 / Math.Sqrt(queries.shape[^1]));
        Tensor? unseen = causal
            ? empty([queries.shape[^2], keys.shape[^2]], dtype: scores.dtype, device: scores.device).Fill(double.NegativeInfinity).triu(1)
            : mask?.to(scores.dtype);
        return matmul(nn.functional.softmax(unseen is null ? scores : scores.AddInPlace(unseen), -1), values);
    }

    /// <summary>
    /// libtorch's own attention multiplies the small matrices of every head by themselves. In bf16 on a CPU each of these calls costs more than it computes, and the
    /// backward pass, which has most of them, takes four to fifteen times as long as one multiplication for all heads. That holds all scores
    /// in memory, though, and longer sequences have too many.
    /// </summary>
    private static bool IsFasterFused(Tensor queries, Tensor keys) =>
        queries.device_type != DeviceType.META
        && (queries.device_type != DeviceType.CPU || queries.dtype != ScalarType.BFloat16 || !queries.requires_grad || keys.shape[^2] > LongestUnfused);
}
