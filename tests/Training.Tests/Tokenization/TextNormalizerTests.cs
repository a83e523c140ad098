using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class TextNormalizerTests
{
    private static readonly NormalizationStep[] Forms = [NormalizationStep.Nfc, NormalizationStep.Nfd, NormalizationStep.Nfkc, NormalizationStep.Nfkd];

    [Theory]
    [InlineData("Éa\u0301 İ ẞ Å", false, true, "Ea I ẞ A")]
    [InlineData("Éa\u0301 İ ẞ Å", true, false, "éa\u0301 i\u0307 ß å")]
    [InlineData("Éa\u0301 İ ẞ Å", true, true, "ea i ß a")]
    [InlineData("한 की \u0488x ﬁ", false, true, "\u1112\u1161\u11ab क x ﬁ")]
    public void Normalize_FoldsCaseAndAccentsAsAsked(string text, bool lowercase, bool stripAccents, string expected) =>
        Assert.Equal(expected, Normalize(text, TextNormalizer.From(new() { Lowercase = lowercase, StripAccents = stripAccents })));

    [Theory]
    [InlineData("e\u0301 \u212b \u0958 ﬁ Ａ", UnicodeForm.Nfc, "é Å \u0915\u093c ﬁ Ａ")]
    [InlineData("e\u0301 \u212b \u0958 ﬁ Ａ", UnicodeForm.Nfkc, "é Å \u0915\u093c fi A")]
    [InlineData("a\u0307\u0323 \u1112\u1161\u11ab가\u11a8", UnicodeForm.Nfc, "ạ\u0307 한각")]
    [InlineData("\U0001D15F \u0344", UnicodeForm.Nfc, "\U0001D158\U0001D165 \u0308\u0301")]
    public void Normalize_BringsTextIntoAUnicodeForm(string text, UnicodeForm form, string expected) =>
        Assert.Equal(expected, Normalize(text, TextNormalizer.From(new() { UnicodeForm = form })));

    [Fact]
    public void Normalize_PutsTogetherAgainWhatLosesItsAccents() =>
        Assert.Equal("한 fi e", Normalize("한 ﬁ É", TextNormalizer.From(new() { UnicodeForm = UnicodeForm.Nfkc, StripAccents = true, Lowercase = true })));

    [Fact]
    public void Normalize_CleansTextAsBertDoes() =>
        Assert.Equal("a b  cd", Normalize("a\0\tb\u3000\nc\u200b\ufffdd", TextNormalizer.From(new() { CleanText = true })));

    [Fact]
    public void Normalize_WritesAnUnpairedSurrogateAsAReplacementCharacter() => Assert.Equal("a\ufffdb", Normalize("a\ud800b", new TextNormalizer()));

    [Fact]
    public void Normalize_IsIdempotent_AndWorksCharacterByCharacter_WhenNothingIsPutTogether() => Gen.Select(AnyText.Generator, Gen.Bool, Gen.Bool).Sample((text, lowercase, stripAccents) =>
    {
        TextNormalizer normalizer = TextNormalizer.From(new() { Lowercase = lowercase, StripAccents = stripAccents });
        string normalized = Normalize(text, normalizer);

        Assert.Equal(normalized, Normalize(normalized, normalizer));
        Assert.Equal(normalized, string.Concat(text.EnumerateRunes().Select(rune => Normalize(rune.ToString(), normalizer))));
    });

    [Fact]
    public void Normalize_KeepsToTheLawsOfUnicodeForms() => AnyText.Generator.Sample(text =>
    {
        Assert.All(Forms, form => Assert.Equal(Apply(text, form), Apply(Apply(text, form), form)));
        Assert.Equal(Apply(text, NormalizationStep.Nfc), Apply(Apply(text, NormalizationStep.Nfd), NormalizationStep.Nfc));
        Assert.Equal(Apply(text, NormalizationStep.Nfd), Apply(Apply(text, NormalizationStep.Nfc), NormalizationStep.Nfd));
        Assert.Equal(Apply(text, NormalizationStep.Nfkc), Apply(Apply(text, NormalizationStep.Nfkd), NormalizationStep.Nfc));
        Assert.Equal(Apply(text, NormalizationStep.Nfkd), Apply(Apply(text, NormalizationStep.Nfkc), NormalizationStep.Nfd));
    });

    [Fact]
    public void Normalize_TakesEverySyllableApartAndPutsItTogether()
    {
        string syllables = string.Concat(Enumerable.Range(0xAC00, 11172).Select(char.ConvertFromUtf32));

        Assert.Equal(11172 * 3 - 399, Apply(syllables, NormalizationStep.Nfd).Length);
        Assert.Equal(syllables, Apply(Apply(syllables, NormalizationStep.Nfd), NormalizationStep.Nfc));
    }

    [Fact]
    public void Normalize_KeepsPlacesInOrder() => Gen.Select(AnyText.Generator, Gen.Int[0, Forms.Length - 1].Select(index => Forms[index])).Sample((text, form) =>
    {
        NormalizedText normalized = new TextNormalizer(form).Normalize(text);

        Assert.Equal(normalized.CodePoints.Count, normalized.Origins.Count);
        Assert.Equal(normalized.Origins.Order(), normalized.Origins);
        Assert.All(normalized.Origins, origin => Assert.InRange(origin, NormalizedText.NoOrigin, text.EnumerateRunes().Count() - 1));
    });

    private static string Apply(string text, NormalizationStep form) => Normalize(text, new TextNormalizer(form));

    private static string Normalize(string text, TextNormalizer normalizer) => normalizer.Normalize(text).ToUtf16().ToString();
}
