using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Samples;

/// <summary>A text that a model wrote.</summary>
internal sealed record SampleRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"{Model} {Seed} {Prompt}";

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What it was to go on with; empty for a text of its own.</summary>
    public required string Prompt { get; init; }

    public required double Temperature { get; init; }

    public required double TopP { get; init; }

    public required int MaxTokens { get; init; }

    /// <summary>What it wrote, the prompt left out.</summary>
    public required string Text { get; init; }
}
