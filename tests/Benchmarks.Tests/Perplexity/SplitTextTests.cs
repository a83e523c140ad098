using Hone.Benchmarks.Corpora;
using Hone.Benchmarks.Perplexity;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Tests.Perplexity;

public sealed class SplitTextTests : IDisposable
{
    private const int BlockLength = 8;

    private readonly TemporaryDirectory folder = new();
    private readonly SplitText text;

    public SplitTextTests()
    {
        // Every number is there once, so that a block can be told from all others.
        string path = folder.File("numbers.txt");
        File.WriteAllText(path, string.Join("\n\n", Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Range(20 * i, 20).Select(n => $"w{n}")))));
        PreparedCorpus corpus = PreparedCorpus.Create(new CorpusArgument("numbers", path), folder.Path, CancellationToken.None);
        TokenizerOptions options = new TokenizerOptions { MinimumFrequency = 1 }.Resolve(TokenizerKind.Wordpiece);
        text = SplitText.Create(corpus, options, BlockLength, heldOutFraction: 0.2, CancellationToken.None);
    }

    public void Dispose()
    {
        text.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void TrainingBlocks_AreEveryBlockButThoseHeldOut_EachOnce()
    {
        string[] training = [.. text.TrainingBlocks().Select(Spell)];
        string[] heldOut = [.. text.HeldOut(PretrainingObjective.Causal, new PretrainingOptions { BatchTokens = 64 }).Select(token => Spell(token.Block)).Distinct()];

        Assert.Equal(text.Tokens / BlockLength, training.Length + heldOut.Length);
        Assert.Equal(training.Length, training.Distinct().Count());
        Assert.Empty(training.Intersect(heldOut));
    }

    [Fact]
    public void HeldOut_IsTheSameTextForEveryObjective()
    {
        PretrainingOptions options = new() { BatchTokens = 64, MaskProbability = 0.5 };

        IReadOnlyList<PredictedToken> causal = text.HeldOut(PretrainingObjective.Causal, options);
        IReadOnlyList<PredictedToken> masked = text.HeldOut(PretrainingObjective.Masked, options);
        IReadOnlyList<PredictedToken> bothWays = text.HeldOut(PretrainingObjective.CausalBothWays, options);

        HashSet<string> blocks = [.. causal.Select(token => Spell(token.Block))];
        Assert.All(masked, token => Assert.Contains(Spell(token.Block), blocks));
        Assert.All(masked, token => Assert.DoesNotContain(text.Tokenizer.MaskId!.Value, token.Block));
        Assert.InRange(masked.Count, 1, causal.Count);
        Assert.Equal(blocks.Count * (BlockLength - 1), causal.Count);
        Assert.Equal(2 * causal.Count, bothWays.Count);
        Assert.Equal(causal.Count, bothWays.Count(token => token.Backwards));
    }

    private static string Spell(int[] block) => string.Join(' ', block);
}
