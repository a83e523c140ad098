using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Models;
using Hone.Training.Artifacts;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>Makes what a job produced a version of its model.</summary>
internal sealed partial class ModelRegistrar(DataDirectory data, JobStore jobs, ILogger<ModelRegistrar> logger)
{
    /// <summary>Moves a finished model directory into place and registers it, together with the job's success: both or neither.</summary>
    public async Task RegisterAsync(Guid jobId, JobDirectory directory, TrainerResult result, CancellationToken cancellationToken)
    {
        Guid id = Guid.CreateVersion7();
        string path = Path.Combine(data.Models, id.ToString());
        string sha256 = await new ModelDirectory(directory.Output).HashWeightsAsync(cancellationToken);
        Directory.Move(directory.Output, path);
        try
        {
            JobEvent[] final = [new() { Kind = JobEventKind.Metric, Time = jobs.Now, Values = result.Metrics }];
            Job job = await jobs.ChangeAsync(
                jobId,
                (db, job) =>
                {
                    job.Report(final);
                    return AddVersionAsync(db, job, id, path, sha256, result, cancellationToken);
                },
                final,
                cancellationToken);
            LogRegistered(logger, job.Result!.Model, job.Result.Version, jobId);
        }
        catch
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    private async Task AddVersionAsync(
        HoneDbContext db,
        Job job,
        Guid id,
        string path,
        string sha256,
        TrainerResult result,
        CancellationToken cancellationToken)
    {
        Model? model = await db.Models.SingleOrDefaultAsync(model => model.Name == job.Model, cancellationToken);
        if (model is null)
        {
            model = new Model { Id = Guid.CreateVersion7(), Name = job.Model, CreatedAt = jobs.Now };
            db.Models.Add(model);
        }

        ModelDirectory directory = new(path);
        ModelVersion version = new()
        {
            Id = id,
            ModelId = model.Id,
            Number = model.NextNumber(),
            Task = result.Task!.Value,
            Family = result.Family!.Value,
            CreatedAt = jobs.Now,
            JobId = job.Id,
            BaseVersionId = JobInputs.Of(job).Base?.VersionId,
            Lineage = directory.ReadRecord().Lineage,
            Metrics = result.Metrics,
            Parameters = result.Parameters,
            Bytes = directory.CountBytes(),
            WeightsSha256 = sha256,
            Directory = Path.GetRelativePath(data.Root, path),
        };
        db.ModelVersions.Add(version);
        job.Succeed(new JobResult(model.Name, version.Number), jobs.Now);
    }

    [LoggerMessage(LogLevel.Information, "Model {Model}:{Version} is registered from job {JobId}")]
    private static partial void LogRegistered(ILogger logger, string model, int version, Guid jobId);
}
