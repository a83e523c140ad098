using System.Text;
using CsCheck;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class ByteBpeTokenizerTests
{
    private static readonly string[] Bytes = [.. ByteAlphabet.Characters];

    [Fact]
    public void Decode_IsTheInverseOfEncode_ForEveryWellFormedString() => AnyText.Generator.Sample(text =>
    {
        string wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

        Assert.Equal(wellFormed, GoldenTokenizers.ByteBpe.Decode(GoldenTokenizers.Encode(GoldenTokenizers.ByteBpe, wellFormed)));
    });

    [Fact]
    public void Encode_JoinsTheFirstPairOfTheLowestRank_AsASlowReferenceDoes()
    {
        // Merges that overlap, feed each other, and come in an order that no training gives.
        (string First, string Second)[] merges = [("ab", "c"), ("b", "c"), ("a", "a"), ("a", "b"), ("aa", "a"), ("c", "aa"), ("bc", "bc"), ("c", "a")];
        ByteBpeTokenizer tokenizer = new(
            new Vocabulary(["<|endoftext|>", .. Bytes, .. merges.Select(merge => merge.First + merge.Second).Distinct()]), merges, new ByteBpeRules());

        Gen.String[Gen.Char["abc"], 1, 60].Sample(word =>
            Assert.Equal(ReferencePieces(word, merges), GoldenTokenizers.Encode(tokenizer, word).Select(tokenizer.Token)));
    }

    [Theory]
    [InlineData("a", 1_000_000)]
    [InlineData("the", 300_000)]
    [InlineData("中", 300_000)]
    [InlineData(" ", 1_000_000)]
    public void Encode_TakesAMillionBytesWithoutAWordsEnd(string unit, int times)
    {
        string text = new StringBuilder().Insert(0, unit, times).ToString();

        Assert.Equal(text, GoldenTokenizers.ByteBpe.Decode(GoldenTokenizers.Encode(GoldenTokenizers.ByteBpe, text)));
    }

    [Fact]
    public void Append_KeepsTheBytesOfACharacterUntilItIsWhole()
    {
        int[] ids = [.. ByteAlphabet.Spell("é👍").Select(letter => GoldenTokenizers.ByteBpe.Id(letter.ToString())!.Value)];
        TokenDecoder decoder = GoldenTokenizers.ByteBpe.CreateDecoder();

        Assert.Equal(["", "é", "", "", "", "👍"], ids.Select(decoder.Append));
        Assert.Equal("", decoder.End());
    }

    [Fact]
    public void End_GivesAReplacementCharacter_WhenTheTokensEndWithinACharacter()
    {
        int[] ids = [.. ByteAlphabet.Spell("👍").Select(letter => GoldenTokenizers.ByteBpe.Id(letter.ToString())!.Value)];

        Assert.Equal("\ufffd", GoldenTokenizers.ByteBpe.Decode(ids[..3]));
        Assert.Equal("\ufffda", GoldenTokenizers.ByteBpe.Decode([.. ids[..3], GoldenTokenizers.ByteBpe.Id("a")!.Value]));
    }

    [Fact]
    public void Constructor_FindsTheSpecialTokensOfRobertaAndOfGpt2()
    {
        ByteBpeTokenizer roberta = new(new Vocabulary(["<s>", "<pad>", "</s>", "<unk>", "<mask>", "<|endoftext|>", .. Bytes]), [], new ByteBpeRules());
        ByteBpeTokenizer gpt2 = new(new Vocabulary([.. Bytes, "<s>", "<|endoftext|>"]), [], new ByteBpeRules());

        Assert.Equal<int?>([0, 2, 4, null], [roberta.ClassificationId, roberta.SeparatorId, roberta.MaskId, roberta.UnknownId]);
        Assert.Equal([0, 1, 2, 3, 4], roberta.SpecialIds.Order());
        Assert.Equal<int?>([257, 257, null, null], [gpt2.ClassificationId, gpt2.SeparatorId, gpt2.MaskId, gpt2.UnknownId]);
        Assert.Equal([257], gpt2.SpecialIds);
    }

    [Fact]
    public void Constructor_Refuses_WhenTheVocabularyLacksSomething()
    {
        Assert.Throws<InvalidDataException>(() => new ByteBpeTokenizer(new Vocabulary(Bytes), [], new ByteBpeRules()));
        Assert.Throws<InvalidDataException>(() => new ByteBpeTokenizer(new Vocabulary([.. Bytes[1..], "<|endoftext|>"]), [], new ByteBpeRules()));
        Assert.Throws<InvalidDataException>(() => new ByteBpeTokenizer(new Vocabulary([.. Bytes, "<|endoftext|>"]), [("a", "b")], new ByteBpeRules()));
    }

    [Fact]
    public void Encode_ReadsASpaceBeforeTheText_WhenAsked()
    {
        ByteBpeTokenizer plain = new(new Vocabulary([.. Bytes, "<|endoftext|>", "Ġa"]), [("Ġ", "a")], new ByteBpeRules());
        ByteBpeTokenizer prefixed = new(plain.Vocabulary, plain.Merges, new ByteBpeRules { AddPrefixSpace = true });

        Assert.Equal(GoldenTokenizers.Encode(plain, " a"), GoldenTokenizers.Encode(prefixed, "a"));
        Assert.Equal(GoldenTokenizers.Encode(plain, " a"), GoldenTokenizers.Encode(prefixed, " a"));
        Assert.Empty(GoldenTokenizers.Encode(prefixed, ""));
    }

    private static List<string> ReferencePieces(string word, (string First, string Second)[] merges)
    {
        List<string> pieces = [.. word.Select(letter => letter.ToString())];
        while (true)
        {
            var best = pieces.Zip(pieces.Skip(1), (first, second) => Array.IndexOf(merges, (first, second)))
                .Index().Where(pair => pair.Item >= 0).DefaultIfEmpty((Index: -1, Item: 0)).MinBy(pair => (pair.Item, pair.Index));
            if (best.Index < 0)
            {
                return pieces;
            }

            pieces[best.Index] += pieces[best.Index + 1];
            pieces.RemoveAt(best.Index + 1);
        }
    }
}
