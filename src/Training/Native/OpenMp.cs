using System.Runtime.InteropServices;

namespace Hone.Training.Native;

/// <summary>How libtorch's worker threads wait.</summary>
internal static partial class OpenMp
{
    /// <summary>
    /// Lets idle worker threads sleep instead of spinning. Spinning threads take the processor from whatever else runs on the machine, and
    /// several times the work gets done without them as soon as anything does. What the environment already says is left alone.
    /// </summary>
    /// <remarks>libgomp reads the variable when it is loaded, from C's environment, which .NET's own methods do not change.</remarks>
    public static void WaitPassively()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            _ = SetEnvironmentVariable("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
