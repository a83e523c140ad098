using System.Text.Json;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Tasks;

namespace Hone.Api.Models;

/// <summary>A model version as clients see it.</summary>
public sealed record ModelVersionResponse
{
    public required string Model { get; init; }

    /// <summary>Counts from 1 within the model.</summary>
    public required int Version { get; init; }

    public required TaskKind Task { get; init; }

    public required ModelFamily Family { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The job that made it; null when it was imported.</summary>
    public required Guid? JobId { get; init; }

    /// <summary>Weights in the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes of its files.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of <c>model.safetensors</c>, or of its shards one behind the other.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>What the finished model was measured to do.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>
    /// The full evaluation on each split it was judged on, in the form of its task: per label or per type, of classifiers with the confusion matrix. Not in
    /// lists.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Evaluations { get; init; }

    /// <summary>Everything it was made from.</summary>
    public required Lineage Lineage { get; init; }

    /// <summary>Aliases that point at it.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Shows a version.</summary>
    public static ModelVersionResponse Of(Model model, ModelVersion version, IEnumerable<ModelAlias> aliases) => new()
    {
        Model = model.Name,
        Version = version.Number,
        Task = version.Task,
        Family = version.Family,
        CreatedAt = version.CreatedAt,
        JobId = version.JobId,
        Parameters = version.Parameters,
        Bytes = version.Bytes,
        WeightsSha256 = version.WeightsSha256,
        Metrics = version.Metrics,
        Lineage = version.Lineage,
        Aliases = [.. aliases.Where(alias => alias.Version == version.Number).Select(alias => alias.Name).Order(StringComparer.Ordinal)],
    };
}
