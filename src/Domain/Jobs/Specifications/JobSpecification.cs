using System.Text.Json.Serialization;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>What a client asks a job to do. Every field but the names has a default.</summary>
public abstract record JobSpecification : IValidatable
{
    /// <summary>Name of the model; every job that succeeds adds a version to it.</summary>
    [JsonPropertyOrder(-1)]
    public required string Model { get; init; }

    /// <summary>The kind of job this describes.</summary>
    [JsonIgnore]
    public abstract JobKind Kind { get; }

    /// <summary>The seed that was asked for.</summary>
    [JsonIgnore]
    public abstract long Seed { get; }

    /// <summary>Every problem of this specification that can be seen without looking anything up.</summary>
    public abstract IEnumerable<Problem> Validate();
}
