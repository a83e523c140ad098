using Hone.Domain.Jobs.Specifications;
using TorchSharp;

namespace Hone.Training.Native;

/// <summary>Which number format a precision means on a device.</summary>
public static class PrecisionChoice
{
    /// <summary>The format the network computes in; <see cref="Precision.Auto"/> is bfloat16 where the device multiplies it in hardware.</summary>
    /// <param name="precision">What was asked for.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="gainsOnCpu">Whether <see cref="Precision.Auto"/> may choose bfloat16 on a CPU: not all networks are faster with it there.</param>
    public static torch.ScalarType Resolve(Precision precision, torch.Device device, bool gainsOnCpu = true) => precision switch
    {
        Precision.Fp32 => torch.ScalarType.Float32,
        Precision.Bf16 => torch.ScalarType.BFloat16,
        Precision.Auto => Hardware.SupportsBf16(device) && (gainsOnCpu || device.type != DeviceType.CPU) ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, null),
    };
}
