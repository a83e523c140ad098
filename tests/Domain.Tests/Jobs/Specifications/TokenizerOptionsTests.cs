using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;

namespace Hone.Domain.Tests.Jobs.Specifications;

public class TokenizerOptionsTests
{
    [Theory]
    [InlineData(null, ModelFamily.TransformerEncoder, TokenizerKind.Wordpiece)]
    [InlineData(null, ModelFamily.Rnn, TokenizerKind.Wordpiece)]
    [InlineData(null, ModelFamily.TransformerDecoder, TokenizerKind.ByteBpe)]
    [InlineData(TokenizerKind.Char, ModelFamily.TransformerDecoder, TokenizerKind.Char)]
    [InlineData(TokenizerKind.Wordpiece, ModelFamily.TransformerDecoder, TokenizerKind.Wordpiece)]
    public void ResolveFor_TakesTheKindOfTheFamily_WhenNoneIsGiven(TokenizerKind? kind, ModelFamily family, TokenizerKind expected) =>
        Assert.Equal(expected, new TokenizerOptions { Kind = kind }.ResolveFor(family).Kind);

    [Theory]
    [InlineData(TokenizerKind.Wordpiece, null, null, true, true)]
    [InlineData(TokenizerKind.Wordpiece, false, null, false, false)]
    [InlineData(TokenizerKind.Wordpiece, null, false, true, false)]
    [InlineData(TokenizerKind.ByteBpe, null, null, false, false)]
    [InlineData(TokenizerKind.ByteBpe, true, null, true, false)]
    [InlineData(TokenizerKind.Char, null, true, false, true)]
    public void Resolve_WritesTheFormOfLettersOut(TokenizerKind kind, bool? lowercase, bool? stripAccents, bool lowercased, bool stripped)
    {
        TokenizerOptions resolved = new TokenizerOptions { Lowercase = lowercase, StripAccents = stripAccents }.Resolve(kind);

        Assert.Equal((kind, lowercased, stripped), (resolved.Kind, resolved.Lowercase, resolved.StripAccents));
        Assert.Equal(resolved, resolved.ResolveFor(ModelFamily.TransformerDecoder));
    }

    [Theory]
    [InlineData(null, 100, true)]
    [InlineData(TokenizerKind.Char, 100, true)]
    [InlineData(TokenizerKind.ByteBpe, 260, false)]
    [InlineData(TokenizerKind.ByteBpe, 261, true)]
    [InlineData(TokenizerKind.Wordpiece, 99, false)]
    public void Validate_AsksForRoomForTheBytes(TokenizerKind? kind, int size, bool isValid)
    {
        IEnumerable<Problem> problems = new TokenizerOptions { Kind = kind, VocabularySize = size }.Validate();

        Assert.Equal(isValid ? [] : ["tokenizer.vocabularySize"], problems.Select(problem => problem.Field));
    }

    [Fact]
    public void Validate_OfAJob_KnowsTheKindOfTheFamily()
    {
        PretrainSpecification job = new()
        {
            Model = "m",
            Corpora = ["c"],
            Architecture = new() { Family = ModelFamily.TransformerDecoder },
            Tokenizer = new() { VocabularySize = 200 },
        };

        Assert.Contains("tokenizer.vocabularySize", job.Validate().Select(problem => problem.Field));
        Assert.DoesNotContain("tokenizer.vocabularySize", (job with { Architecture = null }).Validate().Select(problem => problem.Field));
    }

    [Theory]
    [InlineData(TokenizerKind.Wordpiece, null, true)]
    [InlineData(TokenizerKind.ByteBpe, null, false)]
    [InlineData(TokenizerKind.Char, true, true)]
    public void Resolve_WritesOutWhetherTextIsCleaned(TokenizerKind kind, bool? cleanText, bool cleaned) =>
        Assert.Equal(cleaned, new TokenizerOptions { CleanText = cleanText }.Resolve(kind).CleanText);

    [Fact]
    public void Validate_NamesEveryProblemOfSegmentation()
    {
        TokenizerOptions options = new()
        {
            Kind = TokenizerKind.Wordpiece,
            CleanText = false,
            Segmentation = new()
            {
                Dictionary = ["明月", "", "a b", new string('x', 33)],
                MaximumLength = 0,
                MinimumFrequency = 0,
                MaximumWords = 1,
                SampleCharacters = 1,
            },
        };

        Assert.Equal(
            [
                "tokenizer.cleanText",
                "tokenizer.segmentation.maximumLength",
                "tokenizer.segmentation.minimumFrequency",
                "tokenizer.segmentation.maximumWords",
                "tokenizer.segmentation.sampleCharacters",
                "tokenizer.segmentation.dictionary[1]",
                "tokenizer.segmentation.dictionary[2]",
                "tokenizer.segmentation.dictionary[3]",
            ],
            options.Validate().Select(problem => problem.Field));
    }

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder, true)]
    [InlineData(ModelFamily.TransformerDecoder, false)]
    [InlineData(ModelFamily.Rnn, false)]
    public void Validate_OfAJob_AllowsWholeWordsWhereThereAreMasks(ModelFamily family, bool isValid)
    {
        PretrainSpecification job = new()
        {
            Model = "m",
            Corpora = ["c"],
            Architecture = new() { Family = family },
            Training = new() { WholeWordMasking = true },
        };

        Assert.Equal(isValid ? [] : ["training.wholeWordMasking"], job.Validate().Select(problem => problem.Field));
    }
}
