namespace Hone.Training.Inference;

/// <summary>A span that was found in a text.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Text">The text that it covers.</param>
/// <param name="Start">Where it begins, in Unicode code points.</param>
/// <param name="End">Where it ends, in Unicode code points, exclusive.</param>
/// <param name="Score">The probability of exactly this span, over all sequences of tags.</param>
public sealed record FoundSpan(string Type, string Text, int Start, int End, double Score);
