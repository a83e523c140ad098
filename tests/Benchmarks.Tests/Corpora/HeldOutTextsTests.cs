using Hone.Benchmarks.Corpora;

namespace Hone.Benchmarks.Tests.Corpora;

public sealed class HeldOutTextsTests
{
    private readonly HeldOutTexts texts = new(["Short one.", "多情自古伤离别，更那堪、冷落清秋节。今宵酒醒何处？", "The same beginning, and then this end.", "The same beginning, and then another end."]);

    [Theory]
    [InlineData("short ONE")]
    [InlineData("多情自古伤离别，\n更那堪、冷落清秋节。\n今宵酒醒何处？")]
    [InlineData("Before. The same beginning, and then another end! Behind.")]
    public void AreIn_KnowsATextLaidOutOtherwise_OrWithinAnother(string document) => Assert.True(texts.AreIn(document));

    [Theory]
    [InlineData("")]
    [InlineData("A short one.")]
    [InlineData("多情自古伤离别，更那堪、冷落清秋节。")]
    [InlineData("The same beginning, and then")]
    public void AreIn_LeavesPartsOfTexts_AndShortTextsWithinOthers(string document) => Assert.False(texts.AreIn(document));
}
