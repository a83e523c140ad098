namespace Hone.Benchmarks.Perplexity;

/// <summary>A token of held-out text that is to be predicted.</summary>
/// <param name="Block">The text it is in, as it was written.</param>
/// <param name="Position">Its place there.</param>
/// <param name="Backwards">Whether it is to be predicted from what is behind it.</param>
internal readonly record struct PredictedToken(int[] Block, int Position, bool Backwards = false);
