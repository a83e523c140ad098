using System.Globalization;
using System.Text;
using CsCheck;
using Hone.Training.Data;
using Hone.Training.Segmentation;
using Hone.Training.Tests.Tokenization;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Data;

public class TokenShardTests
{
    public static TheoryData<string> Names => TokenizerLawsTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_GivesTheSameTokens_WhereWordsAreMarked(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));
        using TemporaryDirectory directory = new();
        string[] documents = [.. AnyText.Generator.Array[300].Single(), .. GoldenTokenizers.CorpusLines];

        using TokenShard plain = TokenShard.Create(directory.File("plain"), documents, tokenizer, _ => { }, CancellationToken.None)!;
        using TokenShard marked = TokenShard.Create(directory.File("marked"), documents, tokenizer, _ => { }, CancellationToken.None, withWords: true)!;

        (int[] expected, bool[] all) = Read(plain);
        (int[] tokens, bool[] beginsWord) = Read(marked);
        Assert.Equal(expected, tokens);
        Assert.DoesNotContain(false, all);
        Assert.Contains(false, beginsWord);
        Assert.All(tokens.Zip(beginsWord).Where(pair => pair.First == tokenizer.SeparatorId), pair => Assert.True(pair.Second));
    }

    [Fact]
    public void EncodeWithWords_MarksPiecesThatGoOn_OfWordPiece() => AnyText.Generator.Select(WithoutMarks).Sample(text =>
    {
        // Stripping accents would make more words: "≠" becomes the symbol "=".
        Assert.All(GoldenTokenizers.Cased.EncodeWithWords(text), token =>
            Assert.Equal(!GoldenTokenizers.Cased.Token(token.Id).StartsWith("##", StringComparison.Ordinal), token.BeginsWord));
    });

    // A mark goes on with the word before it, where WordPiece sets an ideograph apart from its mark.
    private static string WithoutMarks(string text) => string.Concat(text.EnumerateRunes().Where(codePoint => Rune.GetUnicodeCategory(codePoint)
        is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark)));

    [Fact]
    public void EncodeWithWords_MarksSegmentedWords()
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder("char"));
        tokenizer.Segmenter = new WordSegmenter(new Dictionary<string, double> { ["孩子"] = -1, ["下雨"] = -1 });

        Assert.Equal("孩+子 下+雨 孩", Show(tokenizer, "孩子 下雨 孩"));
    }

    [Fact]
    public void EncodeWithWords_MarksWordsWithTheirSpaces_OfBytes()
    {
        Assert.All(GoldenTokenizers.CorpusLines.Take(4), line =>
        {
            IReadOnlyList<Token> tokens = GoldenTokenizers.ByteBpe.Tokenize(line);
            (int Id, bool BeginsWord)[] marked = [.. GoldenTokenizers.ByteBpe.EncodeWithWords(line)];

            Assert.Equal(tokens.Select(token => token.Id), marked.Select(token => token.Id));
            Assert.All(tokens.Zip(marked), pair =>
            {
                bool begins = pair.First.Start == 0 || !char.IsLetterOrDigit(line[pair.First.Start]) || !char.IsLetterOrDigit(line[pair.First.Start - 1]);
                Assert.Equal(begins, pair.Second.BeginsWord);
            });
        });
    }

    private static string Show(Tokenizer tokenizer, string text) =>
        string.Concat(tokenizer.EncodeWithWords(text).Zip(text).Select(pair => (pair.First.BeginsWord ? "" : "+") + pair.Second));

    private static (int[] Tokens, bool[] BeginsWord) Read(TokenShard shard)
    {
        int[] tokens = new int[shard.Length];
        bool[] beginsWord = new bool[shard.Length];
        shard.Read(0, tokens, beginsWord);
        return (tokens, beginsWord);
    }
}
