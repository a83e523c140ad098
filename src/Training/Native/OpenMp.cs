using System.Runtime.InteropServices;

namespace Hone.Training.Native;

/// <summary>How libtorch's worker threads wait.</summary>
internal static partial class OpenMp
{
    // Some microseconds: longer than the gaps between the operations of one step, shorter than anything else that wants the processor.
    private const string Spins = "1000";

    /// <summary>
    /// Lets idle worker threads spin for a moment and then sleep. libgomp's own choice, to spin for milliseconds, takes the processor from
    /// whatever else runs on the machine, and then several times the work gets done without it; not to spin at all makes every small
    /// operation wait for a wake-up. What the environment already says is left alone.
    /// </summary>
    /// <remarks>libgomp reads the variable when it is loaded, from C's environment, which .NET's own methods do not change.</remarks>
    public static void WaitBriefly()
    {
        bool decided = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null;
        if (!decided && OperatingSystem.IsLinux())
        {
            _ = SetEnvironmentVariable("GOMP_SPINCOUNT", Spins, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
