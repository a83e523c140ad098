using System.Runtime.InteropServices;

namespace Hone.Training.Native;

/// <summary>The few facts about CUDA devices that TorchSharp does not pass on, asked of NVIDIA's driver (CUDA Driver API).</summary>
internal static unsafe class CudaDriver
{
    private const int Success = 0;
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    /// <summary>The compute capability of a device, counted as <c>CUDA_VISIBLE_DEVICES</c> leaves them; null without a driver or such a device.</summary>
    public static (int Major, int Minor)? ComputeCapability(int device)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver))
        {
            return null;
        }

        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var getDevice = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGet");
        var getAttribute = (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetAttribute");
        int handle;
        int major;
        int minor;
        return initialize(0) == Success
            && getDevice(&handle, device) == Success
            && getAttribute(&major, ComputeCapabilityMajor, handle) == Success
            && getAttribute(&minor, ComputeCapabilityMinor, handle) == Success
                ? (major, minor)
                : null;
    }
}
