namespace Hone.Training.Evaluation;

/// <summary>How well a language model foresees texts that it did not learn from.</summary>
/// <param name="Examples">How many texts.</param>
/// <param name="Tokens">How many tokens were to be foreseen in them.</param>
/// <param name="Loss">The mean cross-entropy of a token in nats.</param>
public sealed record LanguageModelEvaluation(long Examples, long Tokens, double Loss)
{
    /// <summary>Among how many equally likely tokens the model would be as unsure.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>The single numbers by name.</summary>
    public IReadOnlyDictionary<string, double> ToMetrics() => new Dictionary<string, double> { ["loss"] = Loss, ["perplexity"] = Perplexity };
}
