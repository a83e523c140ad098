using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Judging;
using Hone.Training.Loop;
using Hone.Training.Native;

namespace Hone.Training.Running;

/// <summary>Does the work of one job directory: reads <c>spec.json</c>, does what it asks for, writes <c>output/</c> and last <c>result.json</c>.</summary>
public static class Trainer
{
    /// <summary>Runs a job to its end.</summary>
    /// <param name="directory">The job directory.</param>
    /// <param name="show">Told every record as it is written.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One of <see cref="TrainerExitCode"/>.</returns>
    public static int Run(JobDirectory directory, Action<JobEvent>? show, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream? claim = Claim(directory);
            if (claim is null)
            {
                Console.Error.WriteLine($"Another trainer is at work in {directory.Path}.");
                return TrainerExitCode.Usage;
            }

            return RunClaimed(directory, show, cancellationToken);
        }
        catch (IOException fault) when (FullDisk.Is(fault))
        {
            Console.Error.WriteLine(fault.Message);
            return TrainerExitCode.StorageFull;
        }
    }

    /// <summary>Only one trainer may work in a directory; the system gives the claim up when the process ends, however it ends.</summary>
    private static FileStream? Claim(JobDirectory directory)
    {
        try
        {
            return new FileStream(directory.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (!FullDisk.Is(fault))
        {
            return null;
        }
    }

    private static int RunClaimed(JobDirectory directory, Action<JobEvent>? show, CancellationToken cancellationToken)
    {
        TrainerSpecification job;
        try
        {
            job = JsonSerializer.Deserialize<TrainerSpecification>(File.ReadAllBytes(directory.Specification), HoneJson.Options)!;
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{directory.Specification}: {fault.Message}");
            return TrainerExitCode.Usage;
        }

        using EventLog events = new(directory.Events);
        events.Written += show;
        try
        {
            TorchRuntime.Load();
            TorchRuntime.SetThreads(job.Threads);
            TrainerResult result = job.Specification switch
            {
                PretrainSpecification => new Pretraining(job, directory, events).Run(cancellationToken),
                FinetuneSpecification when job.Dataset is not null => new Finetuning(job, directory, events).Run(cancellationToken),
                EvaluateSpecification when job is { Dataset: not null, Models.Count: 1 or 2 } => new Evaluating(job, directory, events).Run(cancellationToken),
                _ => throw new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidRequest, "spec.json must ask for exactly one kind of work, and bring what it needs."),
            };
            Write(directory, result);
            return TrainerExitCode.Succeeded;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            events.Log("Stopped.");
            return TrainerExitCode.Stopped;
        }
        catch (RefusalException refusal)
        {
            string listed = string.Concat(refusal.Problems.Where(problem => problem.Message != refusal.Message).Select(problem => $" {problem.Message}"));
            return Fail(directory, events, new JobError(refusal.Code, refusal.Message + listed));
        }
        catch (Exception fault) when (FullDisk.Is(fault))
        {
            Console.Error.WriteLine(fault.Message);
            return Fail(directory, events, new JobError(ProblemCodes.StorageFull, "There was no room left on the disk for what the job writes."));
        }
        catch (Exception fault) when (fault.GetBaseException() is FileNotFoundException or DirectoryNotFoundException)
        {
            Console.Error.WriteLine(fault);
            return Fail(directory, events, new JobError(ProblemCodes.ContentMissing, "A file that the job reads is missing on the disk; the trainer's output names it."));
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine(fault);
            string code = IsOutOfMemory(fault) ? ProblemCodes.OutOfMemory : ProblemCodes.TrainerFailed;
            return Fail(directory, events, new JobError(code, $"{fault.GetBaseException().GetType().Name}: {FirstLine(fault.GetBaseException().Message)}"));
        }
    }

    private static int Fail(JobDirectory directory, EventLog events, JobError error)
    {
        Write(directory, new TrainerResult { Error = error }); // first: the job's end is told by it
        try
        {
            events.Warning($"{error.Code}: {error.Message}");
        }
        catch (IOException fault) when (FullDisk.Is(fault))
        {
            Console.Error.WriteLine(fault.Message);
        }

        return TrainerExitCode.Failed;
    }

    private static void Write(JobDirectory directory, TrainerResult result)
    {
        string unfinished = directory.Result + ".unfinished";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(result, HoneJson.Indented));
        File.Move(unfinished, directory.Result, overwrite: true);
    }

    // libtorch reports exhausted memory by the words of its allocators.
    private static bool IsOutOfMemory(Exception fault) =>
        fault is OutOfMemoryException
        || fault.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || fault.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
