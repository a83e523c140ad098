using Hone.Domain.Jobs.Specifications;
using TorchSharp;

namespace Hone.Training.Native;

/// <summary>Which number format a precision means on a device.</summary>
public static class PrecisionChoice
{
    /// <summary>The format the network computes in; <see cref="Precision.Auto"/> is bfloat16 where the device multiplies it in hardware.</summary>
    public static torch.ScalarType Resolve(Precision precision, torch.Device device) => precision switch
    {
        Precision.Fp32 => torch.ScalarType.Float32,
        Precision.Bf16 => torch.ScalarType.BFloat16,
        Precision.Auto => Hardware.SupportsBf16(device) ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, null),
    };
}
