using System.Text.Json.Serialization;

namespace Hone.Training.Text;

/// <summary>A predicate of a sentence with its arguments. Predicates are called verbs in files, and need not be any.</summary>
/// <param name="Index">Its word, counted from 0.</param>
/// <param name="Tags">
/// The role of each word of the sentence in strict BIO. The predicate itself is usually <c>B-V</c>; <c>C-</c> before a role continues an
/// argument, <c>R-</c> refers to one: <c>B-C-ARG1</c>, <c>B-R-ARG0</c>.
/// </param>
/// <param name="Sense">Which meaning it has, such as PropBank's <c>take.01</c>; null when not known.</param>
public sealed record PredicateFrame(
    int Index,
    IReadOnlyList<string> Tags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sense = null);
