using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

/// <summary>Two small vocabularies, and what Hugging Face's <c>tokenizers</c> gives for them.</summary>
internal static class GoldenTokenizers
{
    public static WordPieceTokenizer Uncased { get; } = (WordPieceTokenizer)Tokenizer.Load(Folder("uncased"));

    public static WordPieceTokenizer Cased { get; } = (WordPieceTokenizer)Tokenizer.Load(Folder("cased"));

    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Tokenization", "Golden", name);
}
