namespace Hone.Api.Documentation;

/// <summary>Describes a header of an answer.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Name">The header.</param>
/// <param name="Description">What it says.</param>
internal sealed record AnswerHeader(int Status, string Name, string Description);
