using System.Text.Json.Serialization;

namespace Hone.Api.Datasets;

/// <summary>A predicate of a sentence with its arguments.</summary>
/// <param name="Index">Its word, counted from 0.</param>
/// <param name="Verb">The word itself.</param>
/// <param name="Sense">Which meaning it has, where that is known.</param>
/// <param name="Tags">The role of each word in strict BIO.</param>
public sealed record PredicateResponse(
    int Index,
    string Verb,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sense,
    IReadOnlyList<string> Tags);
