using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hone.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// Dropout (Srivastava et al. 2014). On a CPU the mask is drawn here, sixteen numbers at a time, because libtorch draws them one by one and
/// spends more time on it than on the network; elsewhere libtorch's own is used.
/// </summary>
internal static unsafe class Dropout
{
    /// <summary>Zeroes elements with a probability, and scales the others up so that the mean stays; does nothing unless training.</summary>
    public static Tensor Apply(Tensor states, double probability, bool training)
    {
        if (!training || probability == 0)
        {
            return states;
        }

        return states.device_type == DeviceType.CPU && states.dtype is ScalarType.Float32 or ScalarType.BFloat16
            ? states * DrawMask(states, probability)
            : nn.functional.dropout(states, probability, training);
    }

    /// <summary>A tensor like the given one, of zeros and of 1 / (1 - probability).</summary>
    private static Tensor DrawMask(Tensor like, double probability)
    {
        Tensor mask = empty(like.shape, dtype: like.dtype, device: like.device);

        // Seeded from libtorch's generator, whose state is saved with a checkpoint.
        using Tensor seed = randint(long.MaxValue, [1], dtype: ScalarType.Int64);
        Generator random = new(seed.item<long>());
        Vector256<ushort> threshold = Vector256.Create((ushort)Math.Round(probability * ushort.MaxValue));
        float kept = (float)(1 / (1 - probability));
        fixed (byte* start = mask.bytes)
        {
            if (like.dtype == ScalarType.BFloat16)
            {
                Fill((ushort*)start, mask.numel(), Vector256.Create(ToBFloat16(kept)), threshold, random);
            }
            else
            {
                Fill((float*)start, mask.numel(), Vector256.Create(kept), threshold, random);
            }
        }

        return mask;
    }

    private static void Fill(ushort* mask, long length, Vector256<ushort> kept, Vector256<ushort> threshold, Generator random)
    {
        long i = 0;
        for (; i + Vector256<ushort>.Count <= length; i += Vector256<ushort>.Count)
        {
            (Vector256.GreaterThanOrEqual(random.Next(), threshold) & kept).Store(mask + i);
        }

        Vector256<ushort> last = Vector256.GreaterThanOrEqual(random.Next(), threshold) & kept;
        for (int lane = 0; i < length; i++, lane++)
        {
            mask[i] = last[lane];
        }
    }

    private static void Fill(float* mask, long length, Vector256<float> kept, Vector256<ushort> threshold, Generator random)
    {
        long i = 0;
        for (; i + Vector256<ushort>.Count <= length; i += Vector256<ushort>.Count)
        {
            // Widened with their sign, comparison results stay all ones or all zeros.
            (Vector256<int> lower, Vector256<int> upper) = Vector256.Widen(Vector256.GreaterThanOrEqual(random.Next(), threshold).AsInt16());
            (lower.AsSingle() & kept).Store(mask + i);
            (upper.AsSingle() & kept).Store(mask + i + Vector256<float>.Count);
        }

        Vector256<ushort> last = Vector256.GreaterThanOrEqual(random.Next(), threshold);
        for (int lane = 0; i < length; i++, lane++)
        {
            mask[i] = last[lane] == 0 ? 0 : kept[0];
        }
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>Four xorshift128+ generators (Vigna 2017) side by side.</summary>
    private struct Generator
    {
        private Vector256<ulong> first;
        private Vector256<ulong> second;

        public Generator(long seed)
        {
            SplitMix64 mix = new(seed);
            first = Vector256.Create(mix.Next(), mix.Next(), mix.Next(), mix.Next());
            second = Vector256.Create(mix.Next(), mix.Next(), mix.Next(), mix.Next());
        }

        /// <summary>Sixteen numbers of sixteen bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ushort> Next()
        {
            Vector256<ulong> mixed = first;
            Vector256<ulong> kept = second;
            first = kept;
            mixed ^= mixed << 23;
            second = mixed ^ kept ^ (mixed >>> 18) ^ (kept >>> 5);
            return (second + kept).AsUInt16();
        }
    }
}
