using System.Text;
using System.Text.Json;
using CsCheck;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class WordPieceTokenizerTests
{
    public static TheoryData<string> Vocabularies => ["uncased", "cased"];

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Tokenize_GivesTheIdsAndOffsetsOfHuggingFace(string vocabulary)
    {
        WordPieceTokenizer tokenizer = (WordPieceTokenizer)Tokenizer.Load(GoldenTokenizers.Folder(vocabulary));

        foreach (string line in File.ReadLines(Path.Combine(GoldenTokenizers.Folder(vocabulary), "expected.jsonl")))
        {
            using JsonDocument expected = JsonDocument.Parse(line);
            string text = expected.RootElement.GetProperty("text").GetString()!;

            IEnumerable<string> tokens = tokenizer.Tokenize(text).Select(token => $"{token.Id}:{token.Start}-{token.End}");

            Assert.Equal(expected.RootElement.GetProperty("tokens").GetString(), string.Join(' ', tokens));
        }
    }

    [Fact]
    public void Encode_GivesTheIdsOfTokenize_ForAnyString() => AnyText.Generator.Sample(text =>
        Assert.Equal(GoldenTokenizers.Uncased.Tokenize(text).Select(token => token.Id), Encode(GoldenTokenizers.Uncased, text)));

    [Fact]
    public void Encode_GivesTheIdsOfTheUncachedPath_WhenManyThreadsEncodeAtOnce()
    {
        WordPieceTokenizer tokenizer = (WordPieceTokenizer)Tokenizer.Load(GoldenTokenizers.Folder("cased"));
        string[] texts = AnyText.Generator.Array[400].Single();
        int[][] expected = [.. texts.Select(text => tokenizer.Tokenize(text).Select(token => token.Id).ToArray())];

        Parallel.For(0, texts.Length * 8, i => Assert.Equal(expected[i % texts.Length], Encode(tokenizer, texts[i % texts.Length])));
    }

    [Fact]
    public void Encode_TakesAnUnpairedSurrogateForAReplacementCharacter() => AnyText.Generator.Sample(text =>
        Assert.Equal(Encode(GoldenTokenizers.Cased, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))), Encode(GoldenTokenizers.Cased, text)));

    [Fact]
    public void Tokenize_GivesOffsetsThatSliceTheOriginal_ForAnyString() => AnyText.Generator.Sample(text =>
    {
        Rune[] codePoints = [.. text.EnumerateRunes()];
        int previous = 0;
        foreach (Token token in GoldenTokenizers.Cased.Tokenize(text))
        {
            Assert.InRange(token.Start, previous, codePoints.Length - 1);
            Assert.InRange(token.End, token.Start + 1, codePoints.Length);
            previous = token.Start;
            if (token.Id == GoldenTokenizers.Cased.UnknownId)
            {
                continue;
            }

            // Without folding a token is its slice, but for characters inside it that are left out.
            string piece = GoldenTokenizers.Cased.Token(token.Id);
            string slice = string.Concat(codePoints[token.Start..token.End]);
            Assert.Contains(piece.Length > 2 && piece.StartsWith("##", StringComparison.Ordinal) ? piece[2..] : piece, Visible(slice), StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Encode_OfTwoTextsWithSpaceBetween_IsBothEncodingsTogether() => Gen.Select(AnyText.Generator, AnyText.Generator).Sample((left, right) =>
        Assert.Equal(
            [.. Encode(GoldenTokenizers.Uncased, left), .. Encode(GoldenTokenizers.Uncased, right)],
            Encode(GoldenTokenizers.Uncased, $"{left} {right}")));

    [Theory]
    [InlineData("a", 1_000_000)]
    [InlineData("a\u200b", 500_000)]
    [InlineData("\u200b", 1_000_000)]
    [InlineData("e\u0301", 500_000)]
    public void Encode_TakesAMillionCharactersWithoutASpace(string unit, int times)
    {
        string text = new StringBuilder().Insert(0, unit, times).ToString();

        Assert.All(Encode(GoldenTokenizers.Uncased, text), id => Assert.Equal(GoldenTokenizers.Uncased.UnknownId, id));
    }

    [Theory]
    [InlineData("İstanbul", true, false, "i", "##\u0307", "##s", "##t")]
    [InlineData("É", false, true, "E")]
    public void Encode_FoldsCaseAndAccentsAsAsked(string text, bool lowercase, bool stripAccents, params string[] expected)
    {
        WordPieceTokenizer tokenizer = new([.. SpecialTokens.All, .. expected, "##anbul"], lowercase, stripAccents);

        Assert.Equal(expected, Encode(tokenizer, text).Select(tokenizer.Token).Take(expected.Length));
    }

    [Theory]
    [InlineData("the", "cat", ",", "too", "the cat, too")]
    [InlineData("it", "'", "s", "(", "it's (")]
    [InlineData("春", "風", "得", "意", "春風得意")]
    [InlineData("un", "##aff", "##able", ".", "unaffable.")]
    public void Decode_PutsSpacesWhereTheyBelong(string first, string second, string third, string fourth, string expected)
    {
        string[] pieces = [first, second, third, fourth];
        WordPieceTokenizer tokenizer = new([.. SpecialTokens.All, .. pieces.Distinct()], lowercase: true);

        Assert.Equal(expected, tokenizer.Decode([tokenizer.ClassificationId, .. pieces.Select(piece => tokenizer.Id(piece)!.Value), tokenizer.SeparatorId]));
    }

    [Fact]
    public void Encode_TreatsTheNameOfASpecialTokenAsText() =>
        Assert.DoesNotContain(GoldenTokenizers.Uncased.MaskId!.Value, Encode(GoldenTokenizers.Uncased, "[MASK]"));

    [Fact]
    public void Id_IsTheInverseOfToken() => Assert.All(
        Enumerable.Range(0, GoldenTokenizers.Cased.VocabularySize),
        id => Assert.Equal(id, GoldenTokenizers.Cased.Id(GoldenTokenizers.Cased.Token(id))));

    private static int[] Encode(WordPieceTokenizer tokenizer, string text)
    {
        List<int> ids = [];
        tokenizer.Encode(text, ids);
        return [.. ids];
    }

    private static string Visible(string slice) =>
        string.Concat(slice.EnumerateRunes().Where(rune => CharacterTable.All[rune.Value] != CharacterKind.Dropped));
}
