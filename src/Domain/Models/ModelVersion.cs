using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;

namespace Hone.Domain.Models;

/// <summary>One model, immutable: a directory in Hugging Face's layout, and where it came from.</summary>
public sealed class ModelVersion
{
    public required Guid Id { get; init; }

    public required Guid ModelId { get; init; }

    /// <summary>Counts from 1 within the model.</summary>
    public required int Number { get; init; }

    public required TaskKind Task { get; init; }

    public required ModelFamily Family { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The job that made it; null when it was imported.</summary>
    public required Guid? JobId { get; init; }

    /// <summary>The version it was trained from.</summary>
    public Guid? BaseVersionId { get; init; }

    public required Lineage Lineage { get; init; }

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Weights in the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes of the model directory.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of <c>model.safetensors</c>, or of its shards one behind the other.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>The model directory, relative to the data path.</summary>
    public required string Directory { get; init; }
}
