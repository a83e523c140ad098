namespace Hone.Training.Tokenization;

/// <summary>The names of BERT's special tokens.</summary>
internal static class SpecialTokens
{
    public const string Pad = "[PAD]";
    public const string Unknown = "[UNK]";
    public const string Classification = "[CLS]";
    public const string Separator = "[SEP]";
    public const string Mask = "[MASK]";

    /// <summary>In the order in which a trained vocabulary begins with them.</summary>
    public static readonly IReadOnlyList<string> All = [Pad, Unknown, Classification, Separator, Mask];

    /// <summary>By what Hugging Face's <c>transformers</c> calls their roles.</summary>
    public static readonly IReadOnlyDictionary<string, string> ByRole = new Dictionary<string, string>
    {
        ["pad_token"] = Pad,
        ["unk_token"] = Unknown,
        ["cls_token"] = Classification,
        ["sep_token"] = Separator,
        ["mask_token"] = Mask,
    };
}
