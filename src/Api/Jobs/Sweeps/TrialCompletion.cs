using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>Keeps the model that a job of a sweep has made for the sweep, which alone knows whether it becomes a version.</summary>
internal sealed class TrialCompletion(JobStore jobs, SweepStore sweeps) : IJobCompletion
{
    /// <inheritdoc/>
    public async Task CompleteAsync(Guid jobId, JobDirectory directory, TrainerResult result, CancellationToken cancellationToken)
    {
        Job trial = await jobs.GetAsync(jobId, cancellationToken);
        string model = sweeps.ModelOf(trial.ParentId!.Value, jobId);
        if (Directory.Exists(model))
        {
            Directory.Delete(model, recursive: true); // of an attempt whose end was not written
        }

        Directory.CreateDirectory(Path.GetDirectoryName(model)!);
        Directory.Move(directory.Output, model);
        JobEvent[] final = [new() { Kind = JobEventKind.Metric, Time = jobs.Now, Values = result.Metrics }];
        await jobs.ChangeAsync(
            jobId,
            job =>
            {
                job.Report(final);
                job.Succeed(new JobResult(), jobs.Now, result.Cost);
            },
            final,
            cancellationToken);
    }
}
