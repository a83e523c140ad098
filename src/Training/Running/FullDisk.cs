namespace Hone.Training.Running;

/// <summary>Tells a disk without room from other faults of files.</summary>
public static class FullDisk
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT on Linux
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether a fault is that the disk is full, or what a user may have of it.</summary>
    public static bool Is(Exception? fault) => fault switch
    {
        null => false,
        AggregateException several => several.InnerExceptions.Any(Is),
        IOException { HResult: NoSpaceLeft or QuotaExceeded or WindowsDiskFull } => true,
        _ => Is(fault.InnerException),
    };
}
