using Hone.Domain.Problems;
using TorchSharp;

namespace Hone.Training.Native;

/// <summary>Which device a process computes on.</summary>
public static class Devices
{
    /// <summary>The device for <c>auto</c> (CUDA where there is one, else the processor), <c>cpu</c> or <c>cuda</c>.</summary>
    /// <exception cref="RefusalException">There is no such device here, the name is none of these, or libtorch cannot be loaded.</exception>
    public static torch.Device Select(string name)
    {
        TorchRuntime.Load();
        return name switch
        {
            "cpu" => torch.CPU,
            "auto" => torch.cuda.is_available() ? torch.CUDA : torch.CPU,
            "cuda" when torch.cuda.is_available() => torch.CUDA,
            "cuda" => throw new RefusalException(
                RefusalKind.Unavailable,
                ProblemCodes.DeviceUnavailable,
                "The device 'cuda' was asked for, but libtorch finds none. It needs an NVIDIA GPU with its driver, and a build with -p:TorchDevice=cuda; 'auto' and 'cpu' work without."),
            _ => throw RefusalException.ForField(ProblemCodes.UnknownValue, "device", $"'device' is '{name}'; it must be 'auto', 'cpu' or 'cuda'."),
        };
    }
}
