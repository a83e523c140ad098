using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hone.Training.Optimization;

/// <summary>
/// AdamW on a CPU in one pass over memory: a dozen tensor operations would each read and write all vectors again, and memory is what bounds
/// an optimizer. Chunks are spread over the processors; sums do not depend on how many there are.
/// </summary>
internal static unsafe class AdamWKernel
{
    private const int Chunk = 1 << 15;

    /// <summary>The Euclidean norm of a gradient.</summary>
    /// <param name="gradient">fp32, or bf16 as 16-bit words.</param>
    /// <param name="isBFloat16">Which.</param>
    /// <param name="length">Elements; a multiple of 16.</param>
    public static double Norm(void* gradient, bool isBFloat16, long length)
    {
        double[] sums = new double[(length + Chunk - 1) / Chunk];
        Parallel.For(0, sums.Length, chunk =>
        {
            Vector256<float> sum = Vector256<float>.Zero;
            long end = Math.Min(length, (chunk + 1L) * Chunk);
            for (long i = chunk * (long)Chunk; i < end; i += 16)
            {
                (Vector256<float> lower, Vector256<float> upper) = Load(gradient, isBFloat16, i);
                sum += (lower * lower) + (upper * upper);
            }

            sums[chunk] = Vector256.Sum(sum);
        });
        return Math.Sqrt(sums.Sum());
    }

    /// <summary>Cuts spans into pieces that are worth a task each; spans begin and end at multiples of 16.</summary>
    /// <returns>The pieces, each with the place of its span.</returns>
    public static Piece[] Cut(IReadOnlyList<ParameterSpan> spans) =>
    [
        .. spans.SelectMany((span, index) => Enumerable
            .Range(0, (int)((span.Length + Chunk - 1) / Chunk))
            .Select(chunk => new Piece(span.Start + (chunk * (long)Chunk), span.Start + Math.Min(span.Length, (chunk + 1L) * Chunk), index))),
    ];

    /// <summary>Updates weights and moments, writes the working copy, and clears the gradient; of spans at rest it only does the last.</summary>
    /// <param name="vectors">Where the vectors lie.</param>
    /// <param name="pieces">What <see cref="Cut"/> made of the spans.</param>
    /// <param name="rates">The numbers of each span.</param>
    public static void Update(in Vectors vectors, Piece[] pieces, Rates[] rates)
    {
        Vectors captured = vectors;
        Parallel.For(0, pieces.Length, number =>
        {
            (long start, long end, int span) = pieces[number];
            Rates rate = rates[span];
            if (rate.StepSize == 0)
            {
                nuint width = captured.IsBFloat16 ? sizeof(ushort) : (nuint)sizeof(float);
                NativeMemory.Clear((byte*)captured.Gradient + ((nuint)start * width), (nuint)(end - start) * width);
                return;
            }

            for (long i = start; i < end; i += 16)
            {
                (Vector256<float> lower, Vector256<float> upper) = Load(captured.Gradient, captured.IsBFloat16, i);
                Vector256<float> first = Update(captured, rate, i, lower);
                Vector256<float> second = Update(captured, rate, i + 8, upper);
                if (captured.IsBFloat16)
                {
                    Vector256.Narrow(ToBFloat16(first), ToBFloat16(second)).Store(captured.Working + i);
                    Vector256<ushort>.Zero.Store((ushort*)captured.Gradient + i);
                }
                else
                {
                    Vector256<float>.Zero.Store((float*)captured.Gradient + i);
                    Vector256<float>.Zero.Store((float*)captured.Gradient + i + 8);
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Update(in Vectors vectors, in Rates rates, long i, Vector256<float> gradient)
    {
        gradient *= rates.GradientScale;
        Vector256<float> first = Vector256.Load(vectors.FirstMoment + i);
        Vector256<float> second = Vector256.Load(vectors.SecondMoment + i);
        first += (gradient - first) * rates.OneMinusBeta1;
        second += ((gradient * gradient) - second) * rates.OneMinusBeta2;
        first.Store(vectors.FirstMoment + i);
        second.Store(vectors.SecondMoment + i);
        Vector256<float> denominator = (Vector256.Sqrt(second) * rates.SecondCorrection) + Vector256.Create(rates.Epsilon);
        Vector256<float> weights = (Vector256.Load(vectors.Master + i) * rates.Decay) - (first / denominator * rates.StepSize);
        weights.Store(vectors.Master + i);
        return weights;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Lower, Vector256<float> Upper) Load(void* values, bool isBFloat16, long i)
    {
        if (!isBFloat16)
        {
            return (Vector256.Load((float*)values + i), Vector256.Load((float*)values + i + 8));
        }

        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Load((ushort*)values + i));
        return ((lower << 16).AsSingle(), (upper << 16).AsSingle());
    }

    /// <summary>Rounds to nearest, ties to even; the upper half of the word is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> ToBFloat16(Vector256<float> values)
    {
        Vector256<uint> bits = values.AsUInt32();
        Vector256<uint> odd = (bits >>> 16) & Vector256<uint>.One;
        return (bits + Vector256.Create(0x7FFFu) + odd) >>> 16;
    }

    /// <summary>Where the vectors lie; every length is a multiple of 16.</summary>
    internal readonly struct Vectors
    {
        public required float* Master { get; init; }

        /// <summary>The bf16 working copy; not touched in fp32.</summary>
        public required ushort* Working { get; init; }

        public required void* Gradient { get; init; }

        public required float* FirstMoment { get; init; }

        public required float* SecondMoment { get; init; }

        public required bool IsBFloat16 { get; init; }
    }

    /// <summary>Elements from <see cref="Start"/> to before <see cref="End"/> of one span.</summary>
    internal readonly record struct Piece(long Start, long End, int Span);

    /// <summary>The numbers of one step of a span.</summary>
    internal readonly record struct Rates(
        float GradientScale,
        float Decay,
        float OneMinusBeta1,
        float OneMinusBeta2,
        float SecondCorrection,
        float Epsilon,
        float StepSize);
}
