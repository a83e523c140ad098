namespace Hone.Training.Tokenization;

/// <summary>One token of a text, and what it was made from.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Start">Where it begins in the original text, in Unicode code points.</param>
/// <param name="End">Where it ends in the original text, in Unicode code points, exclusive.</param>
public readonly record struct Token(int Id, int Start, int End);
