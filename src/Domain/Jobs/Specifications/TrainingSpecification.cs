using System.Text.Json.Serialization;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>What a client asks a job to learn, of which a model version comes.</summary>
public abstract record TrainingSpecification : JobSpecification
{
    /// <summary>Name of the model; every job that succeeds adds a version to it.</summary>
    [JsonPropertyOrder(-1)]
    public required string Model { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? ModelToMake => Model;

    /// <summary>The seed that was asked for.</summary>
    [JsonIgnore]
    public abstract long Seed { get; }
}
