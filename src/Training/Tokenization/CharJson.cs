using System.Text.Json.Nodes;

namespace Hone.Training.Tokenization;

/// <summary>What <c>tokenizer.json</c> of Hugging Face's <c>tokenizers</c> holds for a tokenizer of characters.</summary>
internal sealed record CharJson
{
    /// <summary>Any character, line breaks too: in some engines a dot would leave those out.</summary>
    public const string AnyCharacter = @"[\s\S]";

    public string Version { get; init; } = "1.0";

    public JsonNode? Truncation { get; init; }

    public JsonNode? Padding { get; init; }

    public IReadOnlyList<AddedTokenJson> AddedTokens { get; init; } = [];

    public JsonNode? Normalizer { get; init; }

    public required SplitSection PreTokenizer { get; init; }

    public JsonNode? PostProcessor { get; init; }

    public JsonNode? Decoder { get; init; }

    public required ModelSection Model { get; init; }

    internal sealed record SplitSection
    {
        public required string Type { get; init; }

        public IReadOnlyDictionary<string, string> Pattern { get; init; } = new Dictionary<string, string>();

        public string Behavior { get; init; } = "";

        public bool Invert { get; init; }
    }

    internal sealed record ModelSection
    {
        public string Type { get; init; } = "WordLevel";

        public required IReadOnlyDictionary<string, int> Vocab { get; init; }

        public required string UnkToken { get; init; }
    }
}
