using Hone.Api.Documentation;

namespace Hone.Api.Predictions;

/// <summary>A request of each task.</summary>
internal static class PredictionExamples
{
    private static readonly string[] Texts =
    [
        "Sends a request to the specified address and returns the response body as a stream.",
        "Computes the hash value of a byte array.",
    ];

    private static readonly string[] Words = ["Ada", "wrote", "the", "first", "program"];

    /// <summary>The requests. The models of the first four are those of the README.</summary>
    public static IReadOnlyList<RequestExample> All { get; } =
    [
        new(new { model = "api-area", inputs = Texts, parameters = new { topK = 3 } }, "Text classification"),
        new(new { model = "dotnet-docs", inputs = "Returns a [MASK] that represents the object.", parameters = new { topK = 3 } }, "Filling a mask"),
        new(
            new { model = "dotnet-docs", task = "sentence-similarity", inputs = new { text = "Opens a file.", candidates = new[] { "Closes a file.", "Adds two numbers." } } },
            "Sentence similarity, a text and candidates"),
        new(
            new { model = "dotnet-docs-writer", inputs = "Gets or sets a value that", parameters = new { maxTokens = 12, temperature = 0.7, seed = 1 } },
            "Text generation"),
        new(new { model = "entailment", inputs = new { text = "A man plays the violin.", textPair = "Someone makes music." } }, "Text classification of pairs"),
        new(new { model = "entities", inputs = "Ada Lovelace was born in London." }, "Token classification"),
        new(new { model = "roles", inputs = new { words = Words, predicates = new[] { 1 } } }, "Semantic role labelling"),
    ];

    /// <summary>Of a request whose model stands in the address.</summary>
    public static object WithoutModel { get; } = new { inputs = Texts[0] };
}
