using Hone.Domain.Problems;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class TokenizerFilesTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Load_GivesWhatWasSaved(bool lowercase, bool stripAccents)
    {
        using TemporaryDirectory directory = new();
        WordPieceTokenizer saved = new([.. SpecialTokens.All, "a", "##b", "\"", "\\", "中", "👍", "é"], lowercase, stripAccents);

        saved.Save(directory.Path, maximumLength: 128);
        WordPieceTokenizer fromJson = (WordPieceTokenizer)Tokenizer.Load(directory.Path);
        File.Delete(directory.File("tokenizer.json"));
        WordPieceTokenizer fromVocabulary = (WordPieceTokenizer)Tokenizer.Load(directory.Path);

        Assert.All([fromJson, fromVocabulary], loaded =>
        {
            Assert.Equal(lowercase, loaded.Lowercase);
            Assert.Equal(stripAccents, loaded.StripAccents);
            Assert.Equal(Tokens(saved), Tokens(loaded));
        });
        Assert.Contains("\"model_max_length\": 128", File.ReadAllText(directory.File("tokenizer_config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_IsTheIdentity_AfterLoad()
    {
        using TemporaryDirectory directory = new();

        GoldenTokenizers.Cased.Save(directory.Path);

        Assert.Equal(File.ReadAllText(Path.Combine(GoldenTokenizers.Folder("cased"), "tokenizer.json")), File.ReadAllText(directory.File("tokenizer.json")));
    }

    [Theory]
    [InlineData("tokenizer.json", "")]
    [InlineData("tokenizer.json", "[]")]
    [InlineData("tokenizer.json", "{\"model\":")]
    [InlineData("tokenizer.json", "{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}")]
    [InlineData("vocab.txt", "hello\nworld\n")]
    [InlineData("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\na\n")]
    public void Load_Refuses_WhenAFileCannotBeUsed(string file, string content)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory.File(file), content);

        RefusalException refusal = Assert.Throws<RefusalException>(() => Tokenizer.Load(directory.Path));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
        Assert.Equal(file, Assert.Single(refusal.Problems).File);
    }

    [Theory]
    [InlineData("\"BertNormalizer\"", "\"Lowercase\"")]
    [InlineData("\"clean_text\": true", "\"clean_text\": false")]
    [InlineData("\"handle_chinese_chars\": true", "\"handle_chinese_chars\": false")]
    [InlineData("\"lowercase\": false", "\"lowercase\": 1")]
    [InlineData("\"BertPreTokenizer\"", "\"Whitespace\"")]
    [InlineData("\"WordPiece\",\n    \"unk_token\"", "\"BPE\",\n    \"unk_token\"")]
    [InlineData("\"max_input_chars_per_word\": 100", "\"max_input_chars_per_word\": 200")]
    [InlineData("\"[MASK]\": 4", "\"[mask]\": 4")]
    [InlineData("\"[MASK]\": 4", "\"[MASK]\": 3")]
    [InlineData("\"[MASK]\": 4", "\"[MASK]\": 90000")]
    [InlineData("\"[MASK]\": 4", "\"[MASK]\": \"4\"")]
    [InlineData("\"content\": \"[MASK]\"", "\"content\": \"<mask>\"")]
    [InlineData("\"content\": \"[MASK]\"", "\"content\": null")]
    public void Load_Refuses_WhenTheTokenizerIsAnother(string here, string there)
    {
        using TemporaryDirectory directory = new();
        string content = File.ReadAllText(Path.Combine(GoldenTokenizers.Folder("cased"), "tokenizer.json"));
        Assert.Contains(here, content, StringComparison.Ordinal);
        File.WriteAllText(directory.File("tokenizer.json"), content.Replace(here, there, StringComparison.Ordinal));

        RefusalException refusal = Assert.Throws<RefusalException>(() => Tokenizer.Load(directory.Path));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
    }

    [Fact]
    public void Load_Refuses_WhenThereIsNoTokenizer()
    {
        using TemporaryDirectory directory = new();

        RefusalException refusal = Assert.Throws<RefusalException>(() => Tokenizer.Load(directory.Path));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
    }

    private static IEnumerable<string> Tokens(WordPieceTokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Token);
}
