namespace Hone.Training.Inference;

/// <summary>A further piece of a text that is being generated.</summary>
/// <param name="Text">Whole characters only; empty while one is incomplete, or may turn out to belong to a stop string.</param>
/// <param name="Tokens">How many tokens were generated so far.</param>
/// <param name="End">Why the text ended; null while it goes on.</param>
public sealed record GeneratedPiece(string Text, int Tokens, GenerationEnd? End);
