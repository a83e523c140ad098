using System.Text.Json.Serialization;

namespace Hone.Training.Tokenization;

/// <summary>What <c>tokenizer_config.json</c> of Hugging Face's <c>transformers</c> holds for a BERT tokenizer.</summary>
internal sealed record WordPieceConfiguration
{
    /// <summary>BERT's rules and no others.</summary>
    public const string Bert = "BertTokenizer";

    /// <summary>Whatever <c>tokenizer.json</c> says.</summary>
    public const string AnyRules = "PreTrainedTokenizerFast";

    public string? TokenizerClass { get; init; } = Bert;

    public bool DoLowerCase { get; init; } = true;

    public bool? StripAccents { get; init; }

    public bool? TokenizeChineseChars { get; init; } = true;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ModelMaxLength { get; init; }
}
