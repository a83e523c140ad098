using System.Runtime.InteropServices;

namespace Hone.Training.Native;

/// <summary>How C's allocator, which libtorch takes its memory on the CPU from, deals with what is freed.</summary>
internal static partial class CAllocator
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    private static bool keepsFreed;

    /// <summary>
    /// Keeps freed memory for the next allocation. glibc's own choice gives every large block back to the system, which then clears it page by page when
    /// the next step asks for as much again: with a vocabulary of 8,000 a third of a training step. For a process that trains and ends, not for one that serves.
    /// </summary>
    public static void KeepFreed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MapThreshold, int.MaxValue);
            _ = SetOption(TrimThreshold, int.MaxValue);
            keepsFreed = true;
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, such as musl, has its own ways.
        }
    }

    /// <summary>Gives back to the system what was freed and kept since <see cref="KeepFreed"/>; without that there is nothing to give back.</summary>
    public static void ReleaseFreed()
    {
        if (keepsFreed)
        {
            _ = Trim(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
