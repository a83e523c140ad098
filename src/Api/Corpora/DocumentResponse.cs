namespace Hone.Api.Corpora;

/// <summary>One document of a corpus.</summary>
/// <param name="Number">Its place in the corpus, counted from 1.</param>
/// <param name="Text">The whole of it.</param>
public sealed record DocumentResponse(long Number, string Text);
