using System.Text.Json.Nodes;

namespace Hone.Training.Tokenization;

/// <summary>What <c>tokenizer.json</c> of Hugging Face's <c>tokenizers</c> holds for a WordPiece tokenizer with BERT's rules.</summary>
internal sealed record WordPieceJson
{
    public string Version { get; init; } = "1.0";

    public JsonNode? Truncation { get; init; }

    public JsonNode? Padding { get; init; }

    public IReadOnlyList<AddedTokenJson> AddedTokens { get; init; } = [];

    public required JsonNode? Normalizer { get; init; }

    public required TypedSection PreTokenizer { get; init; }

    public JsonNode? PostProcessor { get; init; }

    public JsonNode? Decoder { get; init; }

    public required ModelSection Model { get; init; }

    internal sealed record TypedSection(string Type);

    internal sealed record NormalizerSection
    {
        public required string Type { get; init; }

        public bool CleanText { get; init; } = true;

        public bool HandleChineseChars { get; init; } = true;

        public bool? StripAccents { get; init; }

        public bool Lowercase { get; init; } = true;
    }

    internal sealed record ModelSection
    {
        public string Type { get; init; } = "WordPiece";

        public string UnkToken { get; init; } = SpecialTokens.Unknown;

        public string ContinuingSubwordPrefix { get; init; } = PieceTrie.ContinuationPrefix;

        public int MaxInputCharsPerWord { get; init; } = BertNormalizer.MaximumWordLength;

        public required IReadOnlyDictionary<string, int> Vocab { get; init; }
    }
}
