namespace Hone.Api.Tokenization;

/// <summary>A word of a text.</summary>
/// <param name="Text">The word as it stands in the text.</param>
/// <param name="Start">Where it begins in the text, in Unicode code points.</param>
/// <param name="End">Where it ends in the text, exclusive.</param>
public sealed record WordResponse(string Text, int Start, int End);
