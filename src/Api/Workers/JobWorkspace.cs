using System.Text.Json;
using Hone.Api.Configuration;
using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Workers;

/// <summary>The job directories: made before a trainer starts, trimmed after it has ended.</summary>
internal sealed class JobWorkspace(DataDirectory data, BlobStore blobs, IDbContextFactory<HoneDbContext> contexts, IOptions<HoneOptions> options)
{
    /// <summary>Where a job's files lie.</summary>
    public JobDirectory DirectoryOf(Guid id) => new(Path.Combine(data.Jobs, id.ToString()));

    /// <summary>Makes a job's directory with its <c>spec.json</c>, in place of whatever an earlier attempt left but the predictions that it has made.</summary>
    /// <exception cref="RefusalException">What it needs is not there any more.</exception>
    public async Task PrepareAsync(Job job, CancellationToken cancellationToken)
    {
        JobDirectory directory = DirectoryOf(job.Id);
        TrainerSpecification specification = await SpecifyAsync(job, cancellationToken);
        Directory.CreateDirectory(directory.Path);
        Clear(directory, [directory.Predictions, directory.PredictionsCheckpoint]);
        await using FileStream file = File.Create(directory.Specification);
        await JsonSerializer.SerializeAsync(file, specification, HoneJson.Indented, cancellationToken);
    }

    /// <summary>Deletes what is large and no longer needed: checkpoints, shards, unfinished output. The small files tell what happened, and predictions stay.</summary>
    public static void Trim(JobDirectory directory)
    {
        Clear(
            directory,
            [directory.Specification, directory.Events, directory.ErrorOutput, directory.Result, directory.Predictions, directory.PredictionsCheckpoint]);
    }

    /// <summary>Deletes everything else.</summary>
    private static void Clear(JobDirectory directory, HashSet<string> kept)
    {
        foreach (string folder in Directory.EnumerateDirectories(directory.Path))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(directory.Path).Where(file => !kept.Contains(file)))
        {
            File.Delete(file);
        }
    }

    private async Task<TrainerSpecification> SpecifyAsync(Job job, CancellationToken cancellationToken)
    {
        JobInputs inputs = JobInputs.Of(job);
        List<ModelInput> models = [];
        foreach (JobModel model in inputs.Models)
        {
            models.Add(await LocateAsync(model, cancellationToken));
        }

        return new TrainerSpecification
        {
            JobId = job.Id,
            Device = options.Value.Workers.Device,
            Threads = options.Value.Workers.Threads,
            Pretrain = SpecificationOf<PretrainSpecification>(job, JobKind.Pretrain),
            Finetune = SpecificationOf<FinetuneSpecification>(job, JobKind.Finetune),
            Evaluate = SpecificationOf<EvaluateSpecification>(job, JobKind.Evaluate),
            Predict = SpecificationOf<PredictSpecification>(job, JobKind.Predict),
            Sweep = job is { ParentId: { } parent, Trial: { } trial }
                ? new LineageSweep(parent, trial.Candidate + 1, trial.Candidates, trial.Rung + 1)
                : null,
            Corpora = [.. inputs.Corpora.Select(corpus => new CorpusInput(corpus.Id, corpus.Name, corpus.Documents, corpus.Sha256, Require(corpus.Sha256, $"corpus '{corpus.Name}'")))],
            Dataset = inputs.Dataset?.ToInput(sha256 => Require(sha256, $"data set '{inputs.Dataset.Name}'")),
            Base = inputs.Base is { } start ? await LocateAsync(start, cancellationToken) : null,
            Models = models,
            Rows = inputs.Rows is { } rows ? new RowsInput(rows.Rows, rows.Sha256, Require(rows.Sha256, "uploaded file")) : null,
            Prediction = job.Kind == JobKind.Predict
                ? new PredictionSettings(options.Value.Serving.Precision, options.Value.Serving.BatchTokens, options.Value.Workers.ChunkRows, options.Value.Workers.ChunkBytes)
                : null,
        };
    }

    private string Require(string sha256, string what) => File.Exists(blobs.PathOf(sha256))
        ? blobs.PathOf(sha256)
        : throw RefusalException.Conflict(ProblemCodes.ContentMissing, $"The content of the {what} is missing on the disk of the service.");

    private async Task<ModelInput> LocateAsync(JobModel model, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        string directory = await db.ModelVersions.Where(version => version.Id == model.VersionId).Select(version => version.Directory).SingleAsync(cancellationToken);
        return new ModelInput(model.VersionId, model.Model, model.Version, Path.Combine(data.Root, directory));
    }

    private static T? SpecificationOf<T>(Job job, JobKind kind)
        where T : JobSpecification => job.Kind == kind ? JsonSerializer.Deserialize<T>(job.Specification, HoneJson.Options) : null;
}
