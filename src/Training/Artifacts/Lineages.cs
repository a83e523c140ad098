using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;

namespace Hone.Training.Artifacts;

/// <summary>Where a model comes from, as the job that made it knows.</summary>
public static class Lineages
{
    /// <summary>What <c>hone.json</c> says of the model that a job made.</summary>
    public static ModelRecord Record(this TrainerSpecification job, TrainerResult result) => new()
    {
        Task = result.Task!.Value,
        Family = result.Family!.Value,
        Parameters = result.Parameters,
        Metrics = result.Metrics,
        Lineage = job.Lineage(result.Libraries),
    };

    /// <summary>How a model was fine-tuned; null when it was not, or by something newer than this.</summary>
    public static FinetuneSpecification? Finetuning(this Lineage lineage)
    {
        try
        {
            return lineage.Dataset is null ? null : lineage.Specification?.Deserialize<FinetuneSpecification>(HoneJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a job's model is made from.</summary>
    /// <param name="job">The job.</param>
    /// <param name="libraries">Versions of what computed it.</param>
    public static Lineage Lineage(this TrainerSpecification job, IReadOnlyDictionary<string, string> libraries) => new()
    {
        Base = job.Base is { } start ? new ModelReference(start.Model, Version: start.Version).ToString() : null,
        Corpora = [.. job.Corpora.Select(corpus => new LineageInput(corpus.Id, corpus.Name, new Dictionary<string, string> { ["text"] = corpus.Sha256 }))],
        Dataset = job.Dataset is { } dataset
            ? new LineageInput(dataset.Id, dataset.Name, dataset.Splits.ToDictionary(split => split.Name.ToString().ToLowerInvariant(), split => split.Sha256))
            : null,
        Sweep = job.Sweep,
        Specification = JsonSerializer.SerializeToElement<object?>(job.Specification, HoneJson.Options),
        Seed = ((TrainingSpecification)job.Specification!).Seed,
        Libraries = libraries,
    };
}
