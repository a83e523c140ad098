using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Models;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>Makes what a job produced, or what was imported, a version of its model.</summary>
internal sealed partial class ModelRegistrar(DataDirectory data, JobStore jobs, IDbContextFactory<HoneDbContext> contexts, ILogger<ModelRegistrar> logger) : IJobCompletion
{
    /// <summary>Moves an imported model directory into place and registers it: both or neither.</summary>
    /// <param name="name">The model; made when it is new.</param>
    /// <param name="directory">The model directory, which is gone from there afterwards.</param>
    /// <param name="record">What its <c>hone.json</c> says.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ResolvedVersion> RegisterAsync(string name, string directory, ModelRecord record, CancellationToken cancellationToken)
    {
        Guid id = Guid.CreateVersion7();
        string path = Path.Combine(data.Models, id.ToString());
        string sha256 = await new ModelDirectory(directory).HashWeightsAsync(cancellationToken);
        Directory.Move(directory, path);
        try
        {
            while (true)
            {
                await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                Model model = await db.FindOrAddModelAsync(name, jobs.Now, cancellationToken);
                ModelVersion version = Version(model, id, path, sha256, record, jobId: null, baseVersionId: null);
                db.ModelVersions.Add(version);
                try
                {
                    await db.SaveChangesAsync(cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }
                catch (DbUpdateException fault) when (fault.IsUniqueViolation())
                {
                    continue; // somebody else made the model, or took the number, at the same time
                }

                LogImported(logger, model.Name, version.Number, record.Task);
                return new ResolvedVersion(model, version);
            }
        }
        catch
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(Guid jobId, JobDirectory directory, TrainerResult result, CancellationToken cancellationToken)
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
                async (db, job) =>
                {
                    job.Report(final);
                    job.Succeed(await AddVersionAsync(db, job, id, path, sha256, cancellationToken), jobs.Now, result.Cost);
                },
                final,
                cancellationToken);
            LogRegistered(logger, job.Result!.Model!, job.Result.Version!.Value, jobId);
        }
        catch
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Registers what the best job of a sweep left, together with the sweep's success: both or neither. The directory stays where it is, so that nothing is
    /// lost when the service ends meanwhile.
    /// </summary>
    /// <param name="sweepId">The sweep.</param>
    /// <param name="trialId">The job that made the model.</param>
    /// <param name="directory">The model directory.</param>
    /// <param name="records">What comes last in the sweep's history.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RegisterBestAsync(Guid sweepId, Guid trialId, string directory, IReadOnlyList<JobEvent> records, CancellationToken cancellationToken)
    {
        Guid id = Guid.CreateVersion7();
        string path = Path.Combine(data.Models, id.ToString());
        string copy = Path.Combine(data.Temporary, id.ToString());
        new ModelDirectory(directory).CopyTo(copy);
        string sha256 = await new ModelDirectory(copy).HashWeightsAsync(cancellationToken);
        Directory.Move(copy, path);
        try
        {
            Job sweep = await jobs.ChangeAsync(
                sweepId,
                async (db, sweep) =>
                {
                    sweep.Report(records);
                    Job trial = await db.Jobs.SingleAsync(job => job.Id == trialId, cancellationToken);
                    JobResult result = await AddVersionAsync(db, trial, id, path, sha256, cancellationToken);
                    trial.Win(result);
                    sweep.Succeed(result, jobs.Now);
                },
                records,
                cancellationToken);
            LogRegistered(logger, sweep.Result!.Model!, sweep.Result.Version!.Value, trialId);
        }
        catch
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    private async Task<JobResult> AddVersionAsync(HoneDbContext db, Job job, Guid id, string path, string sha256, CancellationToken cancellationToken)
    {
        Model model = await db.FindOrAddModelAsync(job.Model!, jobs.Now, cancellationToken);
        ModelRecord record = new ModelDirectory(path).ReadRecord();
        ModelVersion version = Version(model, id, path, sha256, record, job.Id, JobInputs.Of(job).Base?.VersionId);
        db.ModelVersions.Add(version);
        return new JobResult(model.Name, version.Number);
    }

    private ModelVersion Version(Model model, Guid id, string path, string sha256, ModelRecord record, Guid? jobId, Guid? baseVersionId) => new()
    {
        Id = id,
        ModelId = model.Id,
        Number = model.NextNumber(),
        Task = record.Task,
        Family = record.Family,
        CreatedAt = jobs.Now,
        JobId = jobId,
        BaseVersionId = baseVersionId,
        Lineage = record.Lineage,
        Metrics = record.Metrics,
        Parameters = record.Parameters,
        Bytes = new ModelDirectory(path).CountBytes(),
        WeightsSha256 = sha256,
        Directory = Path.GetRelativePath(data.Root, path),
    };

    [LoggerMessage(LogLevel.Information, "Model {Model}:{Version} is registered from job {JobId}")]
    private static partial void LogRegistered(ILogger logger, string model, int version, Guid jobId);

    [LoggerMessage(LogLevel.Information, "Model {Model}:{Version} is imported ({Task})")]
    private static partial void LogImported(ILogger logger, string model, int version, TaskKind task);
}
