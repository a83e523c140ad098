namespace Hone.Benchmarks.Perplexity;

/// <summary>The perplexities of n-gram models on the tokens that a network has to predict.</summary>
/// <param name="Unigram">Of how often tokens occur.</param>
/// <param name="Trigram">Of a token and the two before it.</param>
/// <param name="FiveGram">Of a token and the four before it.</param>
internal sealed record Floors(double Unigram, double Trigram, double FiveGram);
