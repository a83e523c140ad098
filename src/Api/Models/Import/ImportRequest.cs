using Hone.Domain.Problems;

namespace Hone.Api.Models.Import;

/// <summary>A folder of the service's machine to import a model from.</summary>
public sealed record ImportRequest : IValidatable
{
    /// <summary>The model that gets a new version; may stand in the query instead.</summary>
    public string? Name { get; init; }

    /// <summary>The folder, relative to the service's import path (<c>Hone:ImportPath</c>).</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() =>
    [
        .. Name is null ? [] : Check.Name("name", Name),
        .. Check.That(Path.Length > 0, ProblemCodes.MissingField, "path", "'path' must name a folder."),
    ];
}
