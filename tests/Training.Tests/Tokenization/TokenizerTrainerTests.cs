using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class TokenizerTrainerTests
{
    [Theory]
    [InlineData(null, ModelFamily.TransformerEncoder, TokenizerKind.Wordpiece)]
    [InlineData(null, ModelFamily.TransformerDecoder, TokenizerKind.ByteBpe)]
    [InlineData(TokenizerKind.Char, ModelFamily.TransformerDecoder, TokenizerKind.Char)]
    [InlineData(TokenizerKind.ByteBpe, ModelFamily.TransformerEncoder, TokenizerKind.ByteBpe)]
    public void Train_TrainsTheKindAskedFor_OrThatOfTheFamily(TokenizerKind? kind, ModelFamily family, TokenizerKind expected)
    {
        using TemporaryDirectory directory = new();

        Tokenizer tokenizer = TokenizerTrainer.Train(GoldenTokenizers.CorpusLines, new() { Kind = kind, VocabularySize = 300 }, family, null, CancellationToken.None);
        tokenizer.Save(directory.Path);
        Tokenizer loaded = Tokenizer.Load(directory.Path);

        Assert.Equal((expected, expected), (tokenizer.Kind, loaded.Kind));
        Assert.All(GoldenTokenizers.CorpusLines, line => Assert.Equal(tokenizer.Tokenize(line), loaded.Tokenize(line)));
    }

    [Fact]
    public void Train_KeepsAccents_WhenWordPieceIsToldSo()
    {
        Tokenizer tokenizer = TokenizerTrainer.Train(
            ["É é É é"], new() { Kind = TokenizerKind.Wordpiece, StripAccents = false }, ModelFamily.TransformerEncoder, null, CancellationToken.None);

        Assert.NotNull(tokenizer.Id("é"));
        Assert.Null(tokenizer.Id("e"));
    }
}
