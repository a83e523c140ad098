namespace Hone.Api.Documentation;

/// <summary>Says that a route may refuse with a status, and under which codes.</summary>
internal sealed record Refusal(int Status, IReadOnlyList<string> Codes);
