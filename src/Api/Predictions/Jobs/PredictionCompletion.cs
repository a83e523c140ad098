using Hone.Api.Jobs;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;

namespace Hone.Api.Predictions.Jobs;

/// <summary>Ends a job that predicts: its predictions stay in its directory, and its result names where they can be had.</summary>
internal sealed partial class PredictionCompletion(JobStore jobs, PredictionRetention retention, ILogger<PredictionCompletion> logger) : IJobCompletion
{
    /// <summary>The address of a job's predictions.</summary>
    public static string AddressOf(Guid jobId) => $"/jobs/{jobId}/predictions";

    /// <inheritdoc/>
    public async Task CompleteAsync(Guid jobId, JobDirectory directory, TrainerResult result, CancellationToken cancellationToken)
    {
        JobEvent[] final = [new() { Kind = JobEventKind.Metric, Time = jobs.Now, Values = result.Metrics }];
        await jobs.ChangeAsync(
            jobId,
            job =>
            {
                JobModel model = JobInputs.Of(job).Models[0];
                job.Report(final);
                job.Succeed(new JobResult(model.Model, model.Version, File: AddressOf(jobId)), jobs.Now);
            },
            final,
            cancellationToken);
        LogPredicted(logger, jobId, (long)result.Metrics["rows"], (long)result.Metrics["errors"]);
        await retention.ApplyAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} predicted for {Rows} rows; {Errors} of them have errors instead")]
    private static partial void LogPredicted(ILogger logger, Guid jobId, long rows, long errors);
}
