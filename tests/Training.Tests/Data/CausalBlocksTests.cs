using Hone.Domain.Jobs.Specifications;
using Hone.Training.Data;
using Hone.Training.Tests.Running;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Data;

public sealed class CausalBlocksTests : IDisposable
{
    private const int Length = 16;

    private readonly string path = Path.GetTempFileName();
    private readonly TokenShard shard;
    private readonly Tokenizer tokenizer;

    public CausalBlocksTests()
    {
        string[] documents = [.. Enumerable.Range(0, 100).Select(i => SampleJob.Sentence(i % 2, seed: i, words: 1 + (i % 20)))];
        tokenizer = WordPieceTrainer.Train(documents, new TokenizerOptions { VocabularySize = 120 }, progress: null, CancellationToken.None);
        shard = TokenShard.Create(path, documents, tokenizer, _ => { }, CancellationToken.None)!;
    }

    public void Dispose()
    {
        shard.Dispose();
        File.Delete(path);
    }

    [Fact]
    public void Training_AsksForEveryTokenFromTheOneBefore()
    {
        CausalBlocks blocks = new(shard, Length, batchTokens: 3 * Length, heldOutFraction: 0);

        Assert.All(blocks.Training(seed: 1).Take(5), batch =>
        {
            Assert.Equal(batch.Lengths.Length * (Length - 1), batch.Rows.Length);
            Assert.All(batch.Rows.Zip(batch.Targets), pair =>
            {
                Assert.NotEqual(Length - 1, pair.First % Length); // the last token of a block has none behind it
                Assert.Equal(batch.Tokens[pair.First + 1], pair.Second);
            });
        });
    }

    [Fact]
    public void Training_AsksForEveryTokenFromTheOneBehindAsWell_WhenBidirectional()
    {
        CausalBlocks blocks = new(shard, Length, batchTokens: 3 * Length, heldOutFraction: 0, bidirectional: true);

        PredictionBatch batch = blocks.Training(seed: 1).First();

        int half = batch.Rows.Length / 2;
        Assert.All(batch.Rows.Zip(batch.Targets).Skip(half), pair =>
        {
            long row = pair.First - batch.Tokens.Length;
            Assert.NotEqual(0, row % Length);
            Assert.Equal(batch.Tokens[row - 1], pair.Second);
        });
        Assert.All(batch.Rows.Take(half), row => Assert.InRange(row, 0, batch.Tokens.Length - 1));
    }

    [Fact]
    public void Training_KeepsDocumentsApart_AndLeavesOutNoToken_WhenAsked()
    {
        CausalBlocks running = new(shard, Length, batchTokens: 3 * Length, heldOutFraction: 0);
        CausalBlocks apart = new(shard, Length, batchTokens: 3 * Length, heldOutFraction: 0, separator: tokenizer.SeparatorId);

        foreach ((PredictionBatch whole, PredictionBatch cut) in running.Training(seed: 1).Zip(apart.Training(seed: 1)).Take(20))
        {
            int start = 0;
            Assert.Equal(cut.Lengths.Order(), cut.Lengths);
            foreach (int length in cut.Lengths)
            {
                int[] sequence = cut.Tokens[start..(start += length)];
                Assert.InRange(length, 2, Length);
                Assert.DoesNotContain(tokenizer.SeparatorId, sequence[1..^1]);
            }

            // A token alone in its block has nothing to be predicted from and is the only kind that is lost.
            Assert.Equal(cut.Tokens.Length, start);
            Assert.Equal(cut.Tokens.Length - cut.Lengths.Length, cut.Targets.Length);
            Dictionary<long, int> expected = Count(whole.Targets);
            Assert.All(Count(cut.Targets), pair => Assert.InRange(pair.Value, 1, expected[pair.Key]));
            Assert.InRange(cut.Targets.Length, whole.Targets.Length - whole.Lengths.Length, whole.Targets.Length);
        }
    }

    private static Dictionary<long, int> Count(long[] targets) => targets.CountBy(target => target).ToDictionary();
}
