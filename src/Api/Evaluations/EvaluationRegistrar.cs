using System.Text.Json;
using Hone.Api.Jobs;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Models;
using Hone.Training.Evaluation;

namespace Hone.Api.Evaluations;

/// <summary>Stores what a job found out about a version.</summary>
internal sealed partial class EvaluationRegistrar(JobStore jobs, ILogger<EvaluationRegistrar> logger) : IJobCompletion
{
    /// <inheritdoc/>
    public async Task CompleteAsync(Guid jobId, JobDirectory directory, TrainerResult result, CancellationToken cancellationToken)
    {
        string text = await File.ReadAllTextAsync(directory.Evaluation, cancellationToken);
        EvaluationReport report = JsonSerializer.Deserialize<EvaluationReport>(text, HoneJson.Options)!;
        Guid id = Guid.CreateVersion7();
        JobEvent[] final = [new() { Kind = JobEventKind.Metric, Time = jobs.Now, Values = result.Metrics }];
        Job finished = await jobs.ChangeAsync(
            jobId,
            (db, job) =>
            {
                JobInputs inputs = JobInputs.Of(job);
                JobModel judged = inputs.Models[0];
                db.ModelEvaluations.Add(new ModelEvaluation
                {
                    Id = id,
                    VersionId = judged.VersionId,
                    JobId = jobId,
                    CreatedAt = jobs.Now,
                    DatasetId = inputs.Dataset!.Id,
                    Dataset = inputs.Dataset.Name,
                    Split = report.Split,
                    Rows = report.Rows,
                    Metrics = report.Model.Metrics,
                    ComparedWith = report.Comparison?.With.Reference,
                    Report = text,
                });
                job.Report(final);
                job.Succeed(new JobResult(judged.Model, judged.Version, Evaluation: id), jobs.Now);
                return Task.CompletedTask;
            },
            final,
            cancellationToken);
        LogStored(logger, id, finished.Result!.Model!, finished.Result.Version!.Value, jobId);
    }

    [LoggerMessage(LogLevel.Information, "Evaluation {EvaluationId} of model {Model}:{Version} is stored from job {JobId}")]
    private static partial void LogStored(ILogger logger, Guid evaluationId, string model, int version, Guid jobId);
}
