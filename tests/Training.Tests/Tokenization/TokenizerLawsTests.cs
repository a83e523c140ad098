using System.Text;
using CsCheck;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

/// <summary>What holds for tokenizers of every kind.</summary>
public class TokenizerLawsTests
{
    public static TheoryData<string> Names => ["byte-bpe", "byte-bpe-folded", "byte-bpe-nfc", "char", "char-folded", "char-nfkc-clean", "wordpiece-nfkc"];

    /// <summary>Those that keep spaces; WordPiece puts them in where it takes them to have been.</summary>
    public static TheoryData<string> Lossless => ["byte-bpe", "byte-bpe-folded", "byte-bpe-nfc", "char", "char-folded", "char-nfkc-clean"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokenize_GivesTheIdsAndOffsetsOfHuggingFace(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        Assert.All(GoldenTokenizers.Expected(name), expected =>
            Assert.Equal(expected.Tokens, GoldenTokenizers.Write(tokenizer.Tokenize(expected.Text))));
    }

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Decode_GivesTheTextOfHuggingFace(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        Assert.All(GoldenTokenizers.Expected(name), expected =>
            Assert.Equal(expected.Decoded, tokenizer.Decode(GoldenTokenizers.Encode(tokenizer, expected.Text))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_GivesTheIdsOfTokenize_ForAnyString(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        AnyText.Generator.Sample(text =>
            Assert.Equal(tokenizer.Tokenize(text).Select(token => token.Id), GoldenTokenizers.Encode(tokenizer, text)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_ReadsAnUnpairedSurrogateAsAReplacementCharacter(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        AnyText.Generator.Sample(text => Assert.Equal(tokenizer.Tokenize(WellFormed(text)), tokenizer.Tokenize(text)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokenize_GivesOffsetsInOrderWithinTheText_ForAnyString(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        AnyText.Generator.Sample(text =>
        {
            int length = text.EnumerateRunes().Count();
            int start = 0;
            int end = 0;
            foreach (Token token in tokenizer.Tokenize(text))
            {
                Assert.InRange(token.Start, start, length);
                Assert.InRange(token.End, Math.Max(token.Start, end), length);
                (start, end) = (token.Start, token.End);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokenize_TakesAMegabyteWithoutASpace(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        foreach (string part in new[] { "x", "\u0323\u0301", "\0", "\ud800" })
        {
            string text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
            IReadOnlyList<Token> tokens = tokenizer.Tokenize(text);

            Assert.Equal(tokens.Select(token => token.Id).ToArray(), GoldenTokenizers.Encode(tokenizer, text));
            int[] starts = [.. tokens.Select(token => token.Start)];
            Assert.True(starts.AsSpan().SequenceEqual([.. starts.Order()]));
            Assert.True(tokens.Count == 0 || (starts[0] >= 0 && tokens.Max(token => token.End) <= text.Length));
        }
    }

    [Theory]
    [InlineData("byte-bpe")]
    [InlineData("char")]
    public void Tokenize_CoversTheWholeText_WhenNothingIsNormalized(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        AnyText.Generator.Sample(text =>
        {
            int covered = 0;
            foreach (Token token in tokenizer.Tokenize(text))
            {
                Assert.True(token.Start <= covered && token.End > token.Start, $"{covered} comes before {token}");
                covered = token.End;
            }

            Assert.Equal(text.EnumerateRunes().Count(), covered);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_GivesTheIdsOfTokenize_WhenManyThreadsEncodeAtOnce(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));
        string[] texts = AnyText.Generator.Array[400].Single();
        int[][] expected = [.. texts.Select(text => GoldenTokenizers.Encode(Tokenizer.Load(GoldenTokenizers.Folder(name)), text))];

        Parallel.For(0, texts.Length * 8, i => Assert.Equal(expected[i % texts.Length], GoldenTokenizers.Encode(tokenizer, texts[i % texts.Length])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Append_GivesNoPartOfACharacter_AndTheTextOfDecode(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        Gen.Int[0, tokenizer.VocabularySize - 1].Array[0, 40].Sample(ids =>
        {
            TokenDecoder decoder = tokenizer.CreateDecoder();
            string[] parts = [.. ids.Select(decoder.Append), decoder.End()];

            Assert.All(parts, part => Assert.Equal(WellFormed(part), part));
            Assert.Equal(tokenizer.Decode(ids), string.Concat(parts));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_TreatsTheNamesOfSpecialTokensAsText(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        Assert.All(tokenizer.SpecialIds.Where(id => id != tokenizer.UnknownId), id =>
            Assert.DoesNotContain(id, GoldenTokenizers.Encode(tokenizer, $"a {tokenizer.Token(id)} b")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Id_IsTheInverseOfToken(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.Folder(name));

        Assert.Equal(Enumerable.Range(0, tokenizer.VocabularySize).Cast<int?>(), GoldenTokenizers.Tokens(tokenizer).Select(tokenizer.Id));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Token(tokenizer.VocabularySize));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Save_IsTheIdentity_AfterLoad(string name)
    {
        using TemporaryDirectory directory = new();

        Tokenizer.Load(GoldenTokenizers.Folder(name)).Save(directory.Path);

        Assert.Equal(File.ReadAllText(Path.Combine(GoldenTokenizers.Folder(name), "tokenizer.json")), File.ReadAllText(directory.File("tokenizer.json")));
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
