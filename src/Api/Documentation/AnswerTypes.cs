namespace Hone.Api.Documentation;

/// <summary>The types of which the JSON of a route's answer is one.</summary>
/// <param name="Types">The types.</param>
internal sealed record AnswerTypes(IReadOnlyList<Type> Types);
