using System.Globalization;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;

namespace Hone.Api.Workers;

/// <summary>What the end of a trainer that nobody told to stop means for its job.</summary>
internal static class TrainerExit
{
    private const int Signalled = 128;
    private const int Aborted = Signalled + 6;
    private const int Killed = Signalled + 9;
    private const int SegmentationFault = Signalled + 11;

    /// <summary>The error of the job; null when the trainer succeeded.</summary>
    /// <param name="exitCode">How the process ended.</param>
    /// <param name="result">What it left in <c>result.json</c>, if it got so far.</param>
    /// <param name="kind">What the job is for.</param>
    public static JobError? Explain(int exitCode, TrainerResult? result, JobKind kind) => (exitCode, result) switch
    {
        (TrainerExitCode.Succeeded, { Error: null, Task: not null, Family: not null }) => null,
        (_, { Error: { } error }) => error,
        (TrainerExitCode.StorageFull, _) => new JobError(ProblemCodes.StorageFull, "There was no room left on the disk for what the job writes."),
        (Killed, _) => new JobError(
            ProblemCodes.TrainerKilled,
            $"The trainer was killed by the system or by somebody. If memory had run out, {LessMemory(kind)} needs less."),
        (Aborted or SegmentationFault, _) => Crashed(exitCode, "in native code; the log ends with what it printed"),
        (TrainerExitCode.Stopped, _) => Crashed(exitCode, "because something other than the service told it to"),
        _ => Crashed(exitCode, "without a result; the log ends with what it printed"),
    };

    private static string LessMemory(JobKind kind) => kind switch
    {
        JobKind.Predict => "a smaller Hone:Serving:BatchTokens or Hone:Workers:ChunkRows",
        JobKind.Evaluate => "a smaller batchTokens",
        _ => "a smaller batchTokens, maxLength or preset",
    };

    private static JobError Crashed(int exitCode, string how) => new(
        ProblemCodes.TrainerCrashed,
        exitCode > Signalled
            ? string.Create(CultureInfo.InvariantCulture, $"The trainer was ended by signal {exitCode - Signalled}, {how}.")
            : string.Create(CultureInfo.InvariantCulture, $"The trainer ended with code {exitCode}, {how}."));
}
