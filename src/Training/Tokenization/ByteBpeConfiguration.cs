using System.Text.Json.Serialization;

namespace Hone.Training.Tokenization;

/// <summary>What <c>tokenizer_config.json</c> of Hugging Face's <c>transformers</c> holds for a byte-level tokenizer.</summary>
internal sealed record ByteBpeConfiguration
{
    private const string Gpt2 = "GPT2Tokenizer";
    private const string Roberta = "RobertaTokenizer";
    private const string AnyRules = "PreTrainedTokenizerFast";

    /// <summary>The classes whose rules are GPT-2's.</summary>
    private static readonly string[] Known = [Gpt2, Roberta, "BartTokenizer", "LongformerTokenizer"];

    /// <summary>Its class there; null where the file does not say.</summary>
    public string? TokenizerClass { get; init; }

    public bool AddPrefixSpace { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ModelMaxLength { get; init; }

    /// <summary>Whether the class, with or without <c>Fast</c>, is known to have GPT-2's rules.</summary>
    [JsonIgnore]
    public bool IsKnown => TokenizerClass is null || Known.Any(name => TokenizerClass == name || TokenizerClass == $"{name}Fast");

    /// <summary>The special tokens by what <c>transformers</c> calls their roles.</summary>
    [JsonIgnore]
    public Dictionary<string, string> Roles { get; private init; } = [];

    /// <summary>Describes a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="isPlain">Whether its rules are those of GPT-2 with nothing added.</param>
    /// <param name="maximumLength">The longest sequence the model takes, in tokens.</param>
    public static ByteBpeConfiguration Of(ByteBpeTokenizer tokenizer, bool isPlain, int? maximumLength)
    {
        ByteBpeSpecialTokens special = tokenizer.SpecialTokens;
        Dictionary<string, string> roles = new()
        {
            ["bos_token"] = special.Begin,
            ["eos_token"] = special.End,
            ["unk_token"] = special.Unknown,
        };
        if (special is { Pad: string pad, Mask: string mask })
        {
            roles["cls_token"] = special.Begin;
            roles["sep_token"] = special.End;
            roles["pad_token"] = pad;
            roles["mask_token"] = mask;
        }

        return new ByteBpeConfiguration
        {
            TokenizerClass = !isPlain ? AnyRules : special.Mask is null ? Gpt2 : Roberta,
            AddPrefixSpace = tokenizer.AddPrefixSpace,
            ModelMaxLength = maximumLength,
            Roles = roles,
        };
    }
}
