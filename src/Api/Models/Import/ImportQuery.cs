using Hone.Domain.Problems;

namespace Hone.Api.Models.Import;

/// <summary>What is said about a model when it is imported.</summary>
internal sealed record ImportQuery : IValidatable
{
    /// <summary>The model that gets a new version: 1 to 63 lower-case letters, digits, <c>.</c>, <c>_</c> or <c>-</c>. It is made when it is new.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() => Name is null ? [] : Check.Name("name", Name);
}
