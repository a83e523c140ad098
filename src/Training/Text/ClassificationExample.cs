namespace Hone.Training.Text;

/// <summary>One example of text classification, as a line of its canonical form.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">What it is.</param>
public sealed record ClassificationExample(string Text, string Label);
