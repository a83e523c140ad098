using System.Text.RegularExpressions;
using CsCheck;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public partial class ByteLevelScannerTests
{
    /// <summary>Without surrogates, which .NET's regular expressions take for characters.</summary>
    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Gen.String[Gen.Char["'srtvemldSLa1 2.-\n\t  éß中½Ⅻ\u00a0\u0301\u3000"], 0, 20]),
        (1, Gen.OneOf(Gen.Char['\0', '\ud7ff'], Gen.Char['\ue000', '\uffff']).Select(character => character.ToString())))
        .Array[0, 12].Select(string.Concat);

    [Fact]
    public void NextWord_GivesTheMatchesOfTheExpression() => Text.Sample(text =>
        Assert.Equal(Expression().Matches(text).Select(match => match.Value), Words(text)));

    [Fact]
    public void NextWord_LeavesNothingOut_OfAnyString() => AnyText.Generator.Sample(text => Assert.Equal(text, string.Concat(Words(text))));

    [Theory]
    [InlineData("𝓗𝓮 𝟙𝟚", "𝓗𝓮", " 𝟙𝟚")]
    [InlineData("\U00020000a", "\U00020000a")]
    [InlineData("\U00010d4a1", "\U00010d4a", "1")] // a letter since Unicode 16
    [InlineData("\U000323b0a", "\U000323b0", "a")] // a letter since Unicode 17 only
    [InlineData("👍🏽ok", "👍🏽", "ok")]
    public void NextWord_ClassifiesWhatTakesTwoUnits(string text, params string[] words) => Assert.Equal(words, Words(text));

    [Fact]
    public void NextWord_TakesAnUnpairedSurrogateForASymbol() => Assert.Equal(["a", "\ud83d", "b"], Words("a\ud83db"));

    private static List<string> Words(string text)
    {
        List<string> words = [];
        int position = 0;
        while (ByteLevelScanner.NextWord(text, ref position, out ReadOnlySpan<char> word))
        {
            words.Add(word.ToString());
        }

        return words;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Expression();
}
