using System.Text.Json.Serialization;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>What a client asks a job to do. Every field but the names has a default.</summary>
public abstract record JobSpecification : IValidatable
{
    /// <summary>The kind of job this describes.</summary>
    [JsonIgnore]
    public abstract JobKind Kind { get; }

    /// <summary>Name of the model that the job adds a version to when it succeeds; null where it ends in something else.</summary>
    [JsonIgnore]
    public virtual string? ModelToMake => null;

    /// <summary>Every problem of this specification that can be seen without looking anything up.</summary>
    public abstract IEnumerable<Problem> Validate();
}
