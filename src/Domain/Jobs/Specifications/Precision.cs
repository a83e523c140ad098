namespace Hone.Domain.Jobs.Specifications;

/// <summary>The number format that the network computes in. Master weights, loss and softmax are always fp32.</summary>
public enum Precision
{
    /// <summary>bf16 where the device multiplies it in hardware, else fp32.</summary>
    Auto,

    /// <summary>32-bit floating point throughout.</summary>
    Fp32,

    /// <summary>bfloat16 weights and activations over an fp32 master.</summary>
    Bf16,
}
