namespace Hone.Benchmarks.Perplexity;

/// <summary>What a network is asked to predict.</summary>
internal enum PretrainingObjective
{
    /// <summary>Hidden tokens, from both sides.</summary>
    Masked,

    /// <summary>Each token, from those before it.</summary>
    Causal,

    /// <summary>Each token from those before it, and each from those behind it.</summary>
    CausalBothWays,
}
