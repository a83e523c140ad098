using System.Globalization;
using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Puts words together from pieces. A vocabulary of pieces does not know where spaces were: there is one between words, but none beside
/// Chinese characters, before closing punctuation, after opening punctuation, or around an apostrophe within a word.
/// </summary>
internal sealed class WordPieceDecoder(WordPieceTokenizer tokenizer) : TokenDecoder
{
    private string last = "";

    /// <inheritdoc/>
    public override string Append(int id)
    {
        if (tokenizer.SpecialIds.Contains(id))
        {
            return "";
        }

        string token = tokenizer.Token(id);
        bool continues = token.Length > PieceTrie.ContinuationPrefix.Length && token.StartsWith(PieceTrie.ContinuationPrefix, StringComparison.Ordinal);
        string piece = continues ? token[PieceTrie.ContinuationPrefix.Length..] : token;
        bool spaced = !continues && last.Length > 0 && IsSpaced(last, piece);
        last = piece;
        return spaced ? $" {piece}" : piece;
    }

    /// <inheritdoc/>
    public override string End() => "";

    private static bool IsSpaced(string left, string right)
    {
        Rune before = Last(left);
        Rune after = First(right);
        return !IsApostrophe(before) && !IsApostrophe(after)
            && !(CharacterTable.IsChinese(before.Value) || CharacterTable.IsChinese(after.Value))
            && Rune.GetUnicodeCategory(before) is not (UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation)
            && !IsClosing(after);
    }

    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or '’';

    private static bool IsClosing(Rune rune) =>
        rune.Value is '.' or ',' or '!' or '?' or ';' or ':' or '%'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation
        || rune.Value is >= 0x3000 and <= 0x303F or >= 0xFF00 and <= 0xFF65; // CJK punctuation and full-width forms

    private static Rune First(string text) => Rune.DecodeFromUtf16(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;

    private static Rune Last(string text) => Rune.DecodeLastFromUtf16(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
}
