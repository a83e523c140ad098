namespace Hone.Api.Configuration;

/// <summary>How training jobs are run.</summary>
public sealed class WorkerOptions
{
    /// <summary>Trainer processes at work at the same time. More than one shares the processor among them.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Where trainers compute: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of one trainer; null leaves it to libtorch, which takes every core.</summary>
    public int? Threads { get; init; }

    /// <summary>How long a trainer that was told to stop has until it is killed, in seconds.</summary>
    public int StopGraceSeconds { get; init; } = 30;

    /// <summary>How often a trainer's events are read, in milliseconds: the age of the progress that clients see.</summary>
    public int PollMilliseconds { get; init; } = 250;

    /// <summary>
    /// Rows of a prediction job that are sorted by length, predicted for and written together: what memory holds, and what is lost when it is interrupted.
    /// </summary>
    public int ChunkRows { get; init; } = 4096;

    /// <summary>Bytes of inputs at which a chunk of a prediction job takes no further row.</summary>
    public int ChunkBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of a trainer's console output that are kept.</summary>
    public long MaxOutputBytes { get; init; } = 1024 * 1024;
}
