using System.Text;
using CsCheck;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class TextNormalizerTests
{
    [Theory]
    [InlineData("Éa\u0301 İ ẞ Å", false, true, "Ea I ẞ A")]
    [InlineData("Éa\u0301 İ ẞ Å", true, false, "éa\u0301 i\u0307 ß å")]
    [InlineData("Éa\u0301 İ ẞ Å", true, true, "ea i ß a")]
    [InlineData("한 की \u0488x ﬁ", false, true, "\u1112\u1161\u11ab क x ﬁ")]
    public void Normalize_FoldsCaseAndAccentsAsAsked(string text, bool lowercase, bool stripAccents, string expected) =>
        Assert.Equal(expected, Normalize(text, lowercase, stripAccents, out _));

    [Fact]
    public void Normalize_WritesAnUnpairedSurrogateAsAReplacementCharacter() =>
        Assert.Equal("a\ufffdb", Normalize("a\ud800b", lowercase: false, stripAccents: false, out _));

    [Fact]
    public void Normalize_IsIdempotent_AndWorksCharacterByCharacter() => Gen.Select(AnyText.Generator, Gen.Bool, Gen.Bool).Sample((text, lowercase, stripAccents) =>
    {
        string normalized = Normalize(text, lowercase, stripAccents, out List<int> origins);

        Assert.Equal(normalized, Normalize(normalized, lowercase, stripAccents, out _));
        Rune[] runes = [.. text.EnumerateRunes()];
        Assert.Equal(normalized, string.Concat(runes.Select(rune => Normalize(rune.ToString(), lowercase, stripAccents, out _))));
        Assert.Equal(
            normalized.Zip(origins).GroupBy(pair => pair.Second).Select(group => string.Concat(group.Select(pair => pair.First))),
            runes.Select(rune => Normalize(rune.ToString(), lowercase, stripAccents, out _)).Where(part => part.Length > 0));
    });

    private static string Normalize(string text, bool lowercase, bool stripAccents, out List<int> origins)
    {
        List<char> normalized = [];
        origins = [];
        new TextNormalizer(lowercase, stripAccents).Normalize(text, normalized, origins);
        return new string([.. normalized]);
    }
}
