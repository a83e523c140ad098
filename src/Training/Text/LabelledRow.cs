namespace Hone.Training.Text;

/// <summary>One row as it was uploaded.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Text">Its text; null where that could not be read, which is reported then.</param>
/// <param name="Label">Its label, without white space around it; null where that could not be read, which is reported then.</param>
internal readonly record struct LabelledRow(long Line, string? Text, string? Label);
