using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Corpora;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Models;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Judging;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Jobs;

/// <summary>Looks up what a specification names, and tells everything of it that does not exist or does not fit at once.</summary>
internal sealed class JobInputsReader(HoneDbContext db, DataDirectory data, BlobStore blobs)
{
    private readonly ProblemList problems = new();

    /// <summary>What a pretraining job learns from.</summary>
    /// <exception cref="RefusalException">Something that is named does not exist or does not fit.</exception>
    public async Task<JobInputs> ReadAsync(PretrainSpecification specification, CancellationToken cancellationToken)
    {
        List<JobCorpus> corpora = [];
        foreach ((int index, string reference) in specification.Corpora.Index())
        {
            Guid? id = Guid.TryParse(reference, out Guid parsed) ? parsed : null;
            Corpus? corpus = await db.Corpora.AsNoTracking().SingleOrDefaultAsync(corpus => corpus.Id == id || corpus.Name == reference, cancellationToken);
            if (corpus is not null)
            {
                corpora.Add(new JobCorpus(corpus.Id, corpus.Name, corpus.Documents, corpus.Sha256));
            }
            else
            {
                problems.Add(new Problem(ProblemCodes.UnknownCorpus, "There is no such corpus.") { Field = $"corpora[{index}]" });
            }
        }

        if (corpora.DistinctBy(corpus => corpus.Id).Count() < corpora.Count)
        {
            problems.Add(new Problem(ProblemCodes.OutOfRange, "'corpora' names a corpus twice.") { Field = "corpora" });
        }

        (JobModel? origin, _) = await ReadBaseAsync("base", specification.Base, cancellationToken);
        problems.ThrowIfAny();
        return new JobInputs { Corpora = corpora, Base = origin };
    }

    /// <summary>What a fine-tuning job learns from.</summary>
    /// <exception cref="RefusalException">Something that is named does not exist or does not fit.</exception>
    public async Task<JobInputs> ReadAsync(FinetuneSpecification specification, CancellationToken cancellationToken)
    {
        JobDataset? dataset = await ReadDatasetAsync(specification.Dataset, cancellationToken);
        (JobModel? origin, ModelFamily? baseFamily) = await ReadBaseAsync("base", specification.Base, cancellationToken);
        ModelFamily? family = specification.Base is null ? (specification.Architecture ?? new()).Family : baseFamily;
        if (dataset is not null && family is { } known)
        {
            problems.AddRange(specification.ValidateFor(dataset.Task, known));
        }

        problems.ThrowIfAny();
        return new JobInputs { Dataset = dataset, Base = origin };
    }

    /// <summary>What a sweep learns from, and what it tries.</summary>
    /// <exception cref="RefusalException">Something that is named does not exist or does not fit, or the budget is larger than is allowed.</exception>
    public async Task<JobInputs> ReadAsync(SweepSpecification specification, SweepLimits limits, CancellationToken cancellationToken)
    {
        problems.AddRange(limits.Check(specification.Budget));
        JobDataset? dataset = await ReadDatasetAsync(specification.Dataset, cancellationToken);
        List<JobModel> bases = [];
        List<ModelFamily?> families = [];
        foreach ((int index, string reference) in specification.Bases.Index())
        {
            (JobModel? model, ModelFamily? family) = await ReadBaseAsync($"bases[{index}]", reference, cancellationToken);
            families.Add(family);
            if (model is not null)
            {
                bases.Add(model);
            }
        }

        if (bases.DistinctBy(model => model.VersionId).Count() < bases.Count)
        {
            problems.Add(new Problem(ProblemCodes.OutOfRange, "'bases' names a version twice.") { Field = "bases" });
        }

        if (dataset is not null)
        {
            problems.AddRange(specification.ValidateFor(dataset.Task, dataset.Splits.Where(split => split.Rows > 0).Select(split => split.Name), families));
        }

        problems.ThrowIfAny();
        return new JobInputs { Dataset = dataset, Models = bases, Plan = SweepPlan.For(specification) };
    }

    /// <summary>What an evaluation judges, and on what.</summary>
    /// <exception cref="RefusalException">Something that is named does not exist or does not fit.</exception>
    public async Task<JobInputs> ReadAsync(EvaluateSpecification specification, CancellationToken cancellationToken)
    {
        JobDataset? dataset = await ReadDatasetAsync(specification.Dataset, cancellationToken);
        ResolvedVersion? judged = await ReadModelAsync("model", specification.Model, cancellationToken);
        ResolvedVersion? other = await ReadModelAsync("compareWith", specification.CompareWith, cancellationToken);
        if (dataset is not null)
        {
            SplitName[] splits = [.. dataset.Splits.Select(split => split.Name)];
            problems.AddRange(Check.That(
                splits.Contains(specification.SplitOf(splits)),
                ProblemCodes.UnknownValue,
                "split",
                $"The data set has no such split; it has {string.Join(", ", splits.Select(HoneJson.Name))}."));
            DatasetInput input = dataset.ToInput(blobs.PathOf);
            problems.AddRange(judged is null ? [] : EvaluationInputs.Validate("model", PathOf(judged), input));
            problems.AddRange(other is null ? [] : EvaluationInputs.Validate("compareWith", PathOf(other), input));
        }

        if (problems.Total == 0 && other is not null)
        {
            problems.AddRange(EvaluationInputs.ValidatePair("compareWith", PathOf(judged!), PathOf(other)));
        }

        problems.ThrowIfAny();
        ResolvedVersion[] models = other is null ? [judged!] : [judged!, other];
        return new JobInputs { Dataset = dataset, Models = [.. models.Select(ModelOf)] };
    }

    /// <summary>What a prediction job asks, and its specification with the task that the model tells.</summary>
    /// <exception cref="RefusalException">The model does not exist, or does not do what is asked for.</exception>
    public async Task<(PredictSpecification Specification, JobInputs Inputs)> ReadAsync(PredictSpecification specification, CancellationToken cancellationToken)
    {
        ResolvedVersion? found = await ReadModelAsync("model", specification.Model, cancellationToken);
        TaskKind task = specification.Task ?? found?.Version.Task ?? default;
        if (found is not null)
        {
            problems.AddRange(PredictionRules.Validate(specification.Model, found.Version.Task, task, specification.Parameters));
        }

        problems.ThrowIfAny();
        return (specification with { Task = task }, new JobInputs { Models = [ModelOf(found!)] });
    }

    private static JobModel ModelOf(ResolvedVersion version) => new(version.Version.Id, version.Model.Name, version.Version.Number);

    private string PathOf(ResolvedVersion version) => Path.Combine(data.Root, version.Version.Directory);

    private async Task<JobDataset?> ReadDatasetAsync(string reference, CancellationToken cancellationToken)
    {
        Guid? id = Guid.TryParse(reference, out Guid parsed) ? parsed : null;
        Dataset? dataset = await db.Datasets.AsNoTracking().SingleOrDefaultAsync(dataset => dataset.Id == id || dataset.Name == reference, cancellationToken);
        if (dataset is null)
        {
            problems.Add(new Problem(ProblemCodes.UnknownDataset, "There is no such data set.") { Field = "dataset" });
            return null;
        }

        return new JobDataset(dataset.Id, dataset.Name, dataset.Task, dataset.Labels, dataset.Splits);
    }

    private async Task<(JobModel? Base, ModelFamily? Family)> ReadBaseAsync(string field, string? reference, CancellationToken cancellationToken)
    {
        if (await ReadModelAsync(field, reference, cancellationToken) is not { } found)
        {
            return (null, null);
        }

        if (found.Version.Task is not (TaskKind.FillMask or TaskKind.TextGeneration))
        {
            problems.Add(new Problem(ProblemCodes.WrongBase, $"'{reference}' is fine-tuned; a base must be a pretrained model.") { Field = field });
        }

        return (ModelOf(found), found.Version.Family);
    }

    /// <summary>The version that a field names; null when it names none, or none that exists.</summary>
    private async Task<ResolvedVersion?> ReadModelAsync(string field, string? reference, CancellationToken cancellationToken)
    {
        if (reference is null)
        {
            return null;
        }

        try
        {
            return await db.ResolveForUseAsync(ModelReference.Parse(reference, field), cancellationToken);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            problems.Add(new Problem(refusal.Code, refusal.Message) { Field = field });
            return null;
        }
    }
}
