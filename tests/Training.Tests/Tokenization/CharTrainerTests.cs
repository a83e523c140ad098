using System.Text;
using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class CharTrainerTests
{
    [Fact]
    public void Train_KeepsTheMostFrequentCharacters_AndOfEquallyFrequentOnesThoseThatComeFirst()
    {
        string[] texts = ["zzz yy\n", "xx 👍👍 w\n \n"];

        Assert.Equal([.. SpecialTokens.All, " ", "\n", "z", "x", "y", "👍"], GoldenTokenizers.Tokens(Train(texts, new() { MinimumFrequency = 2 })));
        Assert.Equal([.. SpecialTokens.All, " ", "\n", "z", "x"], GoldenTokenizers.Tokens(Train(texts, new() { VocabularySize = 9 })));
    }

    [Fact]
    public void Train_GivesATokenizerThatPutsItsTextsTogetherAgain() => AnyText.Generator.Array[1, 20].Sample(texts =>
    {
        CharTokenizer tokenizer = Train(texts, new() { MinimumFrequency = 1 });

        Assert.All(texts, text =>
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), tokenizer.Decode(GoldenTokenizers.Encode(tokenizer, text))));
    });

    [Fact]
    public void Train_NormalizesAsEncodingDoes()
    {
        CharTokenizer tokenizer = Train(["ÄäÄ", "İ"], new() { Lowercase = true, StripAccents = true, MinimumFrequency = 1 });

        Assert.Equal([.. SpecialTokens.All, "a", "i"], GoldenTokenizers.Tokens(tokenizer));
        Assert.Equal([new Token(5, 0, 1), new Token(5, 2, 3), new Token(6, 3, 4)], tokenizer.Tokenize("A\u0308áI"));
    }

    [Fact]
    public void Train_ReportsProgressToItsEnd()
    {
        List<(long Done, long Total)> reports = [];

        CharTrainer.Train(["ab ab"], new TokenizerOptions(), (done, total) => reports.Add((done, total)), CancellationToken.None);

        Assert.Equal(reports.Order(), reports);
        Assert.Equal(reports[^1].Total, reports[^1].Done);
    }

    [Fact]
    public void Train_Stops_WhenCancelled() => Assert.ThrowsAny<OperationCanceledException>(() =>
        CharTrainer.Train(["ab ab"], new TokenizerOptions(), null, new CancellationToken(canceled: true)));

    private static CharTokenizer Train(IEnumerable<string> texts, TokenizerOptions options) => CharTrainer.Train(texts, options, null, CancellationToken.None);
}
