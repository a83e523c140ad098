namespace Hone.Api.Corpora;

/// <summary>One line of a corpus in canonical form.</summary>
/// <param name="Text">The document.</param>
internal sealed record DocumentLine(string Text);
