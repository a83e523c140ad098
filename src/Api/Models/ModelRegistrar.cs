using System.Text.Json;
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

        JobInputs inputs = JobInputs.Of(job);
        ModelVersion version = new()
        {
            Id = id,
            ModelId = model.Id,
            Number = model.NextNumber(),
            Task = result.Task!.Value,
            Family = result.Family!.Value,
            CreatedAt = jobs.Now,
            JobId = job.Id,
            BaseVersionId = inputs.Base?.VersionId,
            Lineage = Trace(job, inputs, result),
            Metrics = result.Metrics,
            Parameters = result.Parameters,
            Bytes = new ModelDirectory(path).CountBytes(),
            WeightsSha256 = sha256,
            Directory = Path.GetRelativePath(data.Root, path),
        };
        db.ModelVersions.Add(version);
        job.Succeed(new JobResult(model.Name, version.Number), jobs.Now);
    }

    private static Lineage Trace(Job job, JobInputs inputs, TrainerResult result)
    {
        using JsonDocument specification = JsonDocument.Parse(job.Specification);
        return new Lineage
        {
            Base = inputs.Base is { } origin ? new ModelReference(origin.Model, Version: origin.Version).ToString() : null,
            Corpora = [.. inputs.Corpora.Select(corpus =>
                new LineageInput(corpus.Id, corpus.Name, new Dictionary<string, string> { ["corpus"] = corpus.Sha256 }))],
            Dataset = inputs.Dataset is { } dataset
                ? new LineageInput(dataset.Id, dataset.Name, dataset.Splits.ToDictionary(
                    split => JsonNamingPolicy.KebabCaseLower.ConvertName(split.Name.ToString()),
                    split => split.Sha256))
                : null,
            Specification = specification.RootElement.Clone(),
            Seed = specification.RootElement.GetProperty("training").GetProperty("seed").GetInt64(),
            Libraries = result.Libraries,
        };
    }

    [LoggerMessage(LogLevel.Information, "Model {Model}:{Version} is registered from job {JobId}")]
    private static partial void LogRegistered(ILogger logger, string model, int version, Guid jobId);
}
