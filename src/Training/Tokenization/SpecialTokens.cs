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
}
