using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Perplexity;

/// <summary>How well one network predicts the held-out part of one corpus.</summary>
internal sealed record PerplexityRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"{Corpus} {Network}";

    public required string Corpus { get; init; }

    /// <summary>The tokenizer that every row of the corpus has.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Tokens of the whole corpus.</summary>
    public required long CorpusTokens { get; init; }

    /// <summary>The name of the recipe.</summary>
    public required string Network { get; init; }

    public required PretrainingObjective Objective { get; init; }

    /// <summary>Layers and hidden size.</summary>
    public required string Size { get; init; }

    /// <summary>The options that matter, as a person would say them.</summary>
    public required string Training { get; init; }

    public required long Parameters { get; init; }

    /// <summary>Tokens learnt from, those of several epochs counted each time.</summary>
    public required long TokensSeen { get; init; }

    public required double Epochs { get; init; }

    /// <summary>The perplexity on held-out text with the weights that training started from.</summary>
    public required double Before { get; init; }

    /// <summary>The perplexity on the same text after training.</summary>
    public required double After { get; init; }

    /// <summary>What n-gram models have on the same tokens.</summary>
    public required Floors Floors { get; init; }
}
