using System.Text.Json.Serialization;
using Hone.Training.Text;

namespace Hone.Api.Datasets;

/// <summary>One example of a data set; what it has depends on the task. Every place in a text counts Unicode code points.</summary>
public sealed record ExampleResponse
{
    /// <summary>Its place in its split, counted from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>The other text of a pair.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TextPair { get; init; }

    /// <summary>What the text is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>All that the text is, where it may be any number of things.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How much alike the texts are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>What a text is to be generated from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Prompt { get; init; }

    /// <summary>What is to follow the prompt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Completion { get; init; }

    /// <summary>The words of the text with their tags in strict BIO.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaggedTokenResponse>? Tokens { get; init; }

    /// <summary>The spans that the tags stand for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EntityResponse>? Entities { get; init; }

    /// <summary>The words of the sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The predicates of the sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PredicateResponse>? Verbs { get; init; }

    internal static ExampleResponse Of(long number, ClassificationExample example) =>
        new() { Number = number, Text = example.Text, TextPair = example.TextPair, Label = example.Label, Labels = example.Labels };

    internal static ExampleResponse Of(long number, SimilarityExample example) =>
        new() { Number = number, Text = example.Text, TextPair = example.TextPair, Score = example.Score };

    internal static ExampleResponse Of(long number, GenerationExample example) =>
        new() { Number = number, Text = example.Text, Prompt = example.Prompt, Completion = example.Completion };

    internal static ExampleResponse Of(long number, TokenClassificationExample example) => new()
    {
        Number = number,
        Text = example.Text,
        Tokens = TaggedTokenResponse.Of(example),
        Entities = EntityResponse.Of(example),
    };

    internal static ExampleResponse Of(long number, SemanticRoleExample example) => new()
    {
        Number = number,
        Words = example.Words,
        Verbs = [.. example.Verbs.Select(frame => new PredicateResponse(frame.Index, example.Words[frame.Index], frame.Sense, frame.Tags))],
    };
}
