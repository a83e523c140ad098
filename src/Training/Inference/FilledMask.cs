namespace Hone.Training.Inference;

/// <summary>What a hidden token may be.</summary>
/// <param name="Sequence">The text with it, as the tokenizer puts tokens together.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Token">Its id.</param>
/// <param name="Text">The token itself.</param>
public sealed record FilledMask(string Sequence, double Score, int Token, string Text);
