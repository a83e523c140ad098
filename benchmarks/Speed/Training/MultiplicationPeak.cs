using System.Diagnostics;
using static TorchSharp.torch;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>What the machine computes at most: the product of two large square matrices in bfloat16.</summary>
internal static class MultiplicationPeak
{
    private const int Products = 5;
    private static readonly int[] Sizes = [1024, 2048];

    /// <summary>Floating-point operations a second of the fastest product.</summary>
    public static double Measure()
    {
        using IDisposable inference = inference_mode();
        return Sizes.Max(size => 2.0 * size * size * size / Fastest(size).TotalSeconds);
    }

    private static TimeSpan Fastest(int size)
    {
        using Tensor left = randn(size, size, dtype: ScalarType.BFloat16);
        using Tensor right = randn(size, size, dtype: ScalarType.BFloat16);
        return Enumerable.Range(0, Products).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            using Tensor product = matmul(left, right);
            return Stopwatch.GetElapsedTime(start);
        });
    }
}
