using Hone.Domain.Problems;

namespace Hone.Api.Models;

/// <summary>What an alias is to point at.</summary>
public sealed record AliasRequest : IValidatable
{
    /// <summary>A version number of the model.</summary>
    public required int Version { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate()
    {
        if (Version < 1)
        {
            yield return new Problem(ProblemCodes.OutOfRange, $"'version' is {Version}; version numbers start at 1.") { Field = "version" };
        }
    }
}
