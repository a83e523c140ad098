namespace Hone.Training.Segmentation;

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it begins, in Unicode code points.</param>
/// <param name="End">Where it ends, in Unicode code points, exclusive.</param>
public readonly record struct WordSpan(int Start, int End);
