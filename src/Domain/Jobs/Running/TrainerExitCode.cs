namespace Hone.Domain.Jobs.Running;

/// <summary>How a trainer process ends.</summary>
public static class TrainerExitCode
{
    /// <summary>The result is written.</summary>
    public const int Succeeded = 0;

    /// <summary>The error is written to the result.</summary>
    public const int Failed = 1;

    /// <summary>The command line or job directory cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>The disk is so full that not even the error could be written (EX_IOERR).</summary>
    public const int StorageFull = 74;

    /// <summary>It was told to stop (EX_TEMPFAIL).</summary>
    public const int Stopped = 75;
}
