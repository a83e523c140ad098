namespace Hone.Training.Text;

/// <summary>One document of a corpus, as a line of its canonical form.</summary>
/// <param name="Text">The document.</param>
internal sealed record CorpusDocument(string Text);
