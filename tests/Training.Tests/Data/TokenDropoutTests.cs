using Hone.Domain.Jobs.Specifications;
using Hone.Training.Data;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Data;

public sealed class TokenDropoutTests
{
    private static readonly string[] Texts = ["the cat sat on the mat", "a dog and a cat"];

    [Theory]
    [InlineData(TokenizerKind.Wordpiece)]
    [InlineData(TokenizerKind.ByteBpe)]
    [InlineData(TokenizerKind.Char)]
    public void Apply_HidesItsShareOfOrdinaryTokens_AndNeverASpecialOne(TokenizerKind kind)
    {
        Tokenizer tokenizer = Train(kind);
        ExampleSet<Example> examples = Create(tokenizer);

        (int Before, int After)[] tokens = [.. Epochs(examples, new TokenDropout(0.3, tokenizer), 200)];

        Assert.All(tokens.Where(token => tokenizer.SpecialIds.Contains(token.Before)), token => Assert.Equal(token.Before, token.After));
        (int Before, int After)[] ordinary = [.. tokens.Where(token => !tokenizer.SpecialIds.Contains(token.Before))];
        double hidden = ordinary.Count(token => token.Before != token.After) / (double)ordinary.Length;
        Assert.InRange(hidden, tokenizer.MaskId is null ? 0.25 : 0.28, 0.32); // a token drawn at random is now and then the one it hides
        Assert.All(ordinary.Where(token => token.Before != token.After), token => Assert.True((tokenizer.MaskId ?? tokenizer.UnknownId ?? token.After) == token.After));
    }

    [Fact]
    public void Apply_IsTheSameForTheSameSeedAndEpoch_AndAnotherForAnother()
    {
        Tokenizer tokenizer = Train(TokenizerKind.Wordpiece);
        ExampleSet<Example> examples = Create(tokenizer);
        TokenDropout dropout = new(0.5, tokenizer);

        int[] first = Hidden(seed: 1, epoch: 0);

        Assert.Equal(first, Hidden(seed: 1, epoch: 0));
        Assert.NotEqual(first, Hidden(seed: 1, epoch: 1));
        Assert.NotEqual(first, Hidden(seed: 2, epoch: 0));

        int[] Hidden(long seed, long epoch) => [.. dropout.Apply(examples.Epoch(1, 0), seed, epoch).SelectMany(batch => batch.Tokens)];
    }

    [Fact]
    public void Apply_LeavesEverything_WithoutAProbability()
    {
        Tokenizer tokenizer = Train(TokenizerKind.Wordpiece);

        Assert.All(Epochs(Create(tokenizer), new TokenDropout(0, tokenizer), 2), token => Assert.Equal(token.Before, token.After));
    }

    private static IEnumerable<(int Before, int After)> Epochs(ExampleSet<Example> examples, TokenDropout dropout, int count) =>
        Enumerable.Range(0, count).SelectMany(epoch =>
            examples.Epoch(1, epoch).SelectMany(batch => batch.Tokens).Zip(dropout.Apply(examples.Epoch(1, epoch), 1, epoch).SelectMany(batch => batch.Tokens)));

    private static ExampleSet<Example> Create(Tokenizer tokenizer)
    {
        SequenceEncoder encoder = new(tokenizer, maxLength: 64, tokenTypes: 0);
        return new ExampleSet<Example>([.. Texts.Select(text => new Example(encoder.Encode(text).Ids))], batchTokens: 32);
    }

    private static Tokenizer Train(TokenizerKind kind) =>
        TokenizerTrainer.Train(Texts, new TokenizerOptions { Kind = kind, VocabularySize = 300 }, ModelFamily.Rnn, null, CancellationToken.None);

    private sealed record Example(int[] Tokens) : EncodedExample(Tokens);
}
