namespace Hone.Training.Text;

/// <summary>Where a word stands in a text.</summary>
/// <param name="Start">UTF-16 code unit of its first character.</param>
/// <param name="End">UTF-16 code unit after its last character.</param>
public readonly record struct WordSpan(int Start, int End);
