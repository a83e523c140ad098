using System.Text.Json.Nodes;

namespace Hone.Training.Tokenization;

/// <summary>What <c>tokenizer.json</c> of Hugging Face's <c>tokenizers</c> holds for byte-level byte-pair encoding.</summary>
internal sealed record ByteBpeJson
{
    public string Version { get; init; } = "1.0";

    public JsonNode? Truncation { get; init; }

    public JsonNode? Padding { get; init; }

    public IReadOnlyList<AddedTokenJson> AddedTokens { get; init; } = [];

    public JsonNode? Normalizer { get; init; }

    public required ByteLevelSection PreTokenizer { get; init; }

    public JsonNode? PostProcessor { get; init; }

    public JsonNode? Decoder { get; init; }

    public required ModelSection Model { get; init; }

    internal sealed record ByteLevelSection
    {
        public required string Type { get; init; }

        public bool AddPrefixSpace { get; init; } = true;

        public bool TrimOffsets { get; init; } = true;

        public bool UseRegex { get; init; } = true;
    }

    internal sealed record ModelSection
    {
        public string Type { get; init; } = "BPE";

        public double? Dropout { get; init; }

        public string? UnkToken { get; init; }

        public string? ContinuingSubwordPrefix { get; init; }

        public string? EndOfWordSuffix { get; init; }

        public bool FuseUnk { get; init; }

        public bool ByteFallback { get; init; }

        public bool IgnoreMerges { get; init; }

        public required IReadOnlyDictionary<string, int> Vocab { get; init; }

        /// <summary>Pairs, each <c>"a b"</c>, or <c>["a", "b"]</c> in files of newer versions.</summary>
        public required JsonArray Merges { get; init; }
    }
}
