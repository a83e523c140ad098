using System.Text.Json;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

/// <summary>Small vocabularies that Hone trained, and what Hugging Face's <c>tokenizers</c> gives for them.</summary>
internal static class GoldenTokenizers
{
    public static WordPieceTokenizer Uncased { get; } = (WordPieceTokenizer)Tokenizer.Load(Folder("uncased"));

    public static WordPieceTokenizer Cased { get; } = (WordPieceTokenizer)Tokenizer.Load(Folder("cased"));

    /// <summary>GPT-2's rules as they are.</summary>
    public static ByteBpeTokenizer ByteBpe { get; } = (ByteBpeTokenizer)Tokenizer.Load(Folder("byte-bpe"));

    /// <summary>RoBERTa's special tokens, text that is lower-cased, stripped of accents and begun with a space, and offsets without spaces.</summary>
    public static ByteBpeTokenizer ByteBpeFolded { get; } = (ByteBpeTokenizer)Tokenizer.Load(Folder("byte-bpe-folded"));

    public static CharTokenizer Char { get; } = (CharTokenizer)Tokenizer.Load(Folder("char"));

    /// <summary>Text is lower-cased and stripped of accents.</summary>
    public static CharTokenizer CharFolded { get; } = (CharTokenizer)Tokenizer.Load(Folder("char-folded"));

    /// <summary>What the byte-level and the character vocabularies were trained on, line by line.</summary>
    public static IEnumerable<string> CorpusLines => File.ReadAllText(Folder("corpus.txt")).Split('\n').Select(line => line + "\n").SkipLast(1);

    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Tokenization", "Golden", name);

    /// <summary>What Hugging Face gives: a text, its tokens as <c>id:start-end</c>, and the text that their ids are decoded to.</summary>
    public static IEnumerable<(string Text, string Tokens, string? Decoded)> Expected(string name)
    {
        foreach (string line in File.ReadLines(Path.Combine(Folder(name), "expected.jsonl")))
        {
            using JsonDocument expected = JsonDocument.Parse(line);
            JsonElement root = expected.RootElement;
            yield return (
                root.GetProperty("text").GetString()!,
                root.GetProperty("tokens").GetString()!,
                root.TryGetProperty("decoded", out JsonElement decoded) ? decoded.GetString() : null);
        }
    }

    /// <summary>Tokens as the expected ones are written.</summary>
    public static string Write(IEnumerable<Token> tokens) => string.Join(' ', tokens.Select(token => $"{token.Id}:{token.Start}-{token.End}"));

    public static int[] Encode(Tokenizer tokenizer, string text)
    {
        List<int> ids = [];
        tokenizer.Encode(text, ids);
        return [.. ids];
    }

    public static IEnumerable<string> Tokens(Tokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Token);
}
