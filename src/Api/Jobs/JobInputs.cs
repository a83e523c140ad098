using System.Text.Json;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Jobs;

/// <summary>
/// What a specification named, as it was when the job was asked for. The job works with exactly this, whatever the names mean later.
/// </summary>
internal sealed record JobInputs
{
    public IReadOnlyList<JobCorpus> Corpora { get; init; } = [];

    public JobDataset? Dataset { get; init; }

    /// <summary>The version to start from.</summary>
    public JobModel? Base { get; init; }

    /// <summary>
    /// The versions to use as they are: the one to judge or ask, and behind it what it is compared with. Of a sweep, the versions that its candidates start from.
    /// </summary>
    public IReadOnlyList<JobModel> Models { get; init; } = [];

    /// <summary>The rows to predict for.</summary>
    public JobRows? Rows { get; init; }

    /// <summary>What a sweep tries.</summary>
    public SweepPlan? Plan { get; init; }

    /// <summary>The inputs of a job.</summary>
    public static JobInputs Of(Job job) => JsonSerializer.Deserialize<JobInputs>(job.Inputs, HoneJson.Options)!;

    /// <summary>Checks that all of it is still there.</summary>
    /// <exception cref="RefusalException">Something was deleted.</exception>
    public async Task RequireAsync(HoneDbContext db, CancellationToken cancellationToken)
    {
        foreach (JobCorpus corpus in Corpora)
        {
            Require(await db.Corpora.AnyAsync(row => row.Id == corpus.Id, cancellationToken), ProblemCodes.UnknownCorpus, $"corpus '{corpus.Name}'");
        }

        Require(Dataset is null || await db.Datasets.AnyAsync(row => row.Id == Dataset.Id, cancellationToken), ProblemCodes.UnknownDataset, $"data set '{Dataset?.Name}'");
        foreach (JobModel model in Base is null ? Models : [Base, .. Models])
        {
            Require(await db.ModelVersions.AnyAsync(row => row.Id == model.VersionId, cancellationToken), ProblemCodes.UnknownVersion, $"model '{model.Model}:{model.Version}'");
        }

        await RequireRowsAsync(db, cancellationToken);
    }

    /// <summary>Checks that the rows are kept still.</summary>
    private async Task RequireRowsAsync(HoneDbContext db, CancellationToken cancellationToken)
    {
        if (Rows is not null && !await db.BlobReferences.AnyAsync(reference => reference.OwnerId == Rows.Owner, cancellationToken))
        {
            throw RefusalException.Conflict(ProblemCodes.ContentMissing, "The rows that this job predicts for are not kept any longer (Hone:Limits:KeptPredictions).");
        }
    }

    private static void Require(bool exists, string code, string what)
    {
        if (!exists)
        {
            throw RefusalException.Conflict(code, $"The {what} that this job needs was deleted.");
        }
    }
}

/// <summary>A corpus and the blob that holds it.</summary>
internal sealed record JobCorpus(Guid Id, string Name, long Documents, string Sha256);

/// <summary>A data set and the blobs that hold its parts.</summary>
internal sealed record JobDataset(Guid Id, string Name, TaskKind Task, IReadOnlyList<string> Labels, IReadOnlyList<DatasetSplit> Splits)
{
    /// <summary>The data set as a trainer is given it.</summary>
    /// <param name="locate">The path of a blob.</param>
    public DatasetInput ToInput(Func<string, string> locate) =>
        new(Id, Name, Task, Labels, [.. Splits.Select(split => new DatasetSplitInput(split.Name, split.Rows, split.Sha256, locate(split.Sha256)))]);
}

/// <summary>The rows of a file and the blob that holds them.</summary>
/// <param name="Owner">Whose blob it is: the job.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Sha256">SHA-256 of their canonical form.</param>
internal sealed record JobRows(Guid Owner, long Rows, string Sha256);

/// <summary>A model version to start from or to use.</summary>
internal sealed record JobModel(Guid VersionId, string Model, int Version);
