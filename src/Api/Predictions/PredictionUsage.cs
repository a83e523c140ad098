namespace Hone.Api.Predictions;

/// <summary>What a request asked of the model.</summary>
/// <param name="Inputs">How many inputs.</param>
/// <param name="Tokens">How many tokens in all of them, special tokens included.</param>
/// <param name="Truncated">How many inputs were cut off because they are longer than the model reads.</param>
public sealed record PredictionUsage(int Inputs, int Tokens, int Truncated);
