using System.Text.Json.Serialization;

namespace Hone.Training.Tokenization;

/// <summary>What <c>tokenizer_config.json</c> of Hugging Face's <c>transformers</c> holds for a BERT tokenizer.</summary>
internal sealed record WordPieceConfiguration
{
    public string? TokenizerClass { get; init; } = "BertTokenizer";

    public bool DoLowerCase { get; init; } = true;

    public bool? StripAccents { get; init; }

    public bool? TokenizeChineseChars { get; init; } = true;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ModelMaxLength { get; init; }
}
