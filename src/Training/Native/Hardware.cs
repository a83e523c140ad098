using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Hone.Training.Native;

/// <summary>What a device can do in hardware.</summary>
public static class Hardware
{
    /// <summary>
    /// Whether it multiplies bfloat16 matrices in hardware: AVX512-BF16 or AMX-BF16 of x86 processors, compute capability 8 (Ampere) of CUDA devices.
    /// Elsewhere bfloat16 is emulated, and slower than fp32.
    /// </summary>
    public static bool SupportsBf16(torch.Device device) =>
        device.type == DeviceType.CUDA ? CudaDriver.ComputeCapability(Math.Max(device.index, 0)) is { Major: >= 8 } : ProcessorSupportsBf16();

    private static bool ProcessorSupportsBf16()
    {
        const int Features = 7;
        const int Avx512Bf16 = 1 << 5;  // leaf 7, sub-leaf 1, EAX
        const int AmxBf16 = 1 << 22;  // leaf 7, sub-leaf 0, EDX

        // The CPU may have AVX-512 while the operating system does not save its registers: that is part of IsSupported.
        if (!Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < Features)
        {
            return false;
        }

        (int subLeaves, _, _, int edx) = X86Base.CpuId(Features, 0);
        return (edx & AmxBf16) != 0 || (subLeaves >= 1 && (X86Base.CpuId(Features, 1).Eax & Avx512Bf16) != 0);
    }
}
