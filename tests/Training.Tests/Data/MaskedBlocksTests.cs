using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Data;
using Hone.Training.Tests.Running;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Data;

public sealed class MaskedBlocksTests : IDisposable
{
    private const int Length = 16;

    private readonly string path = Path.GetTempFileName();
    private readonly WordPieceTokenizer tokenizer;
    private readonly TokenShard shard;

    public MaskedBlocksTests()
    {
        string[] documents = [.. Enumerable.Range(0, 300).Select(i => SampleJob.Sentence(i % 2, seed: i, words: 1 + (i % 20)))];
        tokenizer = WordPieceTrainer.Train(documents, new TokenizerOptions { VocabularySize = 120 }, progress: null, CancellationToken.None);
        shard = TokenShard.Create(path, documents, tokenizer, _ => { }, CancellationToken.None)!;
    }

    public void Dispose()
    {
        shard.Dispose();
        File.Delete(path);
    }

    [Fact]
    public void Training_SeesEveryBlockOncePerEpoch_AndNeverWhatIsHeldOut()
    {
        MaskedBlocks blocks = new(shard, tokenizer, Length, batchTokens: 5 * Length, maskProbability: 0.15, heldOutFraction: 0.1);
        int total = (int)(shard.Length / (Length - 2));
        HashSet<string> heldOut = [.. blocks.HeldOut().SelectMany(Originals)];
        int perEpoch = (int)(blocks.TokensPerEpoch / Length);

        string[] twoEpochs = [.. blocks.Training(seed: 1).SelectMany(Originals).Take(2 * perEpoch)];

        string[] all = [.. Enumerable.Range(0, total).Select(Block)];
        Assert.Equal(total, perEpoch + blocks.HeldOut().Sum(batch => batch.Lengths.Length));
        Assert.Equal(all.Except(heldOut).Order(), twoEpochs[..perEpoch].Distinct().Order());
        Assert.Equal(twoEpochs[..perEpoch].Order(), twoEpochs[perEpoch..].Order());
        Assert.NotEqual(twoEpochs[..perEpoch], twoEpochs[perEpoch..]);
    }

    [Fact]
    public void Training_IsAFunctionOfTheSeed()
    {
        MaskedBlocks blocks = new(shard, tokenizer, Length, batchTokens: 5 * Length, maskProbability: 0.15, heldOutFraction: 0.1);

        string[] Run(long seed) => [.. blocks.Training(seed).Take(10).Select(batch => string.Join(',', batch.Tokens))];

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Training_FramesEveryBlock_AndHidesNoSpecialToken()
    {
        MaskedBlocks blocks = new(shard, tokenizer, Length, batchTokens: 5 * Length, maskProbability: 0.5, heldOutFraction: 0);

        Assert.All(blocks.Training(seed: 1).Take(20), batch =>
        {
            Assert.All(batch.Tokens.Chunk(Length), block =>
            {
                Assert.Equal(tokenizer.ClassificationId, block[0]);
                Assert.Equal(tokenizer.SeparatorId, block[^1]);
            });
            Assert.All(batch.Targets, target => Assert.True(target >= 5));
        });
    }

    [Fact]
    public void Training_PassesOverWhatCannotBeHidden()
    {
        string strange = string.Join(' ', Enumerable.Repeat("語", 40 * Length)); // unknown words, after a known one
        string file = Path.GetTempFileName();
        using (TokenShard mostlyUnknown = TokenShard.Create(file, ["rain wind cloud " + strange], tokenizer, _ => { }, CancellationToken.None)!)
        {
            MaskedBlocks blocks = new(mostlyUnknown, tokenizer, Length, batchTokens: Length, maskProbability: 0.15, heldOutFraction: 0);

            Assert.All(blocks.Training(seed: 1).Take(3), batch => Assert.NotEmpty(batch.Rows));
        }

        File.Delete(file);
    }

    [Fact]
    public void Training_Refuses_WhenNothingAtAllCanBeHidden()
    {
        string strange = string.Join(' ', Enumerable.Repeat("語", 40 * (Length - 2)));
        string file = Path.GetTempFileName();
        using (TokenShard unknown = TokenShard.Create(file, [strange + " rain"], tokenizer, _ => { }, CancellationToken.None)!) // its end fills no block
        {
            MaskedBlocks blocks = new(unknown, tokenizer, Length, batchTokens: Length, maskProbability: 0.15, heldOutFraction: 0.1);

            Assert.False(blocks.HasHeldOut);
            Assert.Equal(ProblemCodes.CorpusTooSmall, Assert.Throws<RefusalException>(() => blocks.Training(seed: 1).First()).Code);
        }

        File.Delete(file);
    }

    [Fact]
    public void Training_KeepsDocumentsApart_EachInAFrame_WhenAsked()
    {
        MaskedBlocks running = new(shard, tokenizer, Length, batchTokens: 5 * Length, maskProbability: 0.15, heldOutFraction: 0.1);
        MaskedBlocks apart = new(
            shard, tokenizer, Length, batchTokens: 5 * Length, maskProbability: 0.15, heldOutFraction: 0.1, DocumentBoundaries.Respect);

        foreach ((PredictionBatch whole, PredictionBatch cut) in running.Training(seed: 1).Zip(apart.Training(seed: 1)).Take(20))
        {
            int[] tokens = Restored(cut);
            int start = 0;
            Assert.Equal(cut.Lengths.Order(), cut.Lengths);
            foreach (int length in cut.Lengths)
            {
                int[] sequence = tokens[start..(start += length)];
                Assert.InRange(length, 3, Length);
                Assert.Equal(tokenizer.ClassificationId, sequence[0]);
                Assert.Equal(length - 1, Array.IndexOf(sequence, tokenizer.SeparatorId));
            }

            Assert.Equal(Ordinary(Restored(whole)).Order(), Ordinary(tokens).Order());
        }

        IEnumerable<int> Ordinary(int[] tokens) => tokens.Where(token => !tokenizer.SpecialIds.Contains(token));
    }

    [Fact]
    public void Training_HidesWholeWords_WhereTheShardKnowsThem()
    {
        string file = Path.GetTempFileName();
        string[] documents = [.. Enumerable.Range(0, 300).Select(i => SampleJob.Sentence(i % 2, seed: i, words: 1 + (i % 20)).ToUpperInvariant() + "xyz")];
        using (TokenShard marked = TokenShard.Create(file, documents, tokenizer, _ => { }, CancellationToken.None, withWords: true)!)
        {
            MaskedBlocks blocks = new(marked, tokenizer, Length, batchTokens: 5 * Length, maskProbability: 0.15, heldOutFraction: 0);

            Assert.All(blocks.Training(seed: 1).Take(20), batch =>
            {
                int[] tokens = Restored(batch);
                HashSet<long> chosen = [.. batch.Rows];
                Assert.All(Enumerable.Range(1, tokens.Length - 1), row =>
                {
                    if (tokenizer.Token(tokens[row]).StartsWith("##", StringComparison.Ordinal) && !tokenizer.SpecialIds.Contains(tokens[row - 1]))
                    {
                        Assert.Equal(chosen.Contains(row - 1), chosen.Contains(row));
                    }
                });
            });
        }

        File.Delete(file);
    }

    private static int[] Restored(PredictionBatch batch)
    {
        int[] tokens = [.. batch.Tokens];
        foreach ((long row, long target) in batch.Rows.Zip(batch.Targets))
        {
            tokens[row] = (int)target;
        }

        return tokens;
    }

    private static IEnumerable<string> Originals(PredictionBatch batch) =>
        Restored(batch).Chunk(Length).Select(block => string.Join(',', block[1..^1]));

    private string Block(int index)
    {
        int[] tokens = new int[Length - 2];
        shard.Read((long)index * tokens.Length, tokens);
        return string.Join(',', tokens);
    }
}
