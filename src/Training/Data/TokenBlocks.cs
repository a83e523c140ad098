using Hone.Domain.Problems;

namespace Hone.Training.Data;

/// <summary>
/// The blocks of a token shard in a random order of every epoch; some are held out for evaluation and never learnt from. Documents run on
/// from one block to the next, so that no token is padding.
/// </summary>
public abstract class TokenBlocks
{
    // Held-out blocks are chosen and prepared alike in every run, so that perplexities can be compared.
    private const long HeldOutSeed = 0x48_65_6c_64;

    // Enough for a perplexity that is steady to a percent; more would only cost time at every evaluation.
    private const int MaximumHeldOutTokens = 1 << 17;

    private readonly TokenShard shard;
    private readonly int frame;
    private readonly int blocksPerBatch;
    private readonly int[] training;
    private readonly int[] heldOut;
    private bool? hasHeldOut; // asked at every step, and not free to find out

    /// <param name="shard">The corpus.</param>
    /// <param name="maxLength">The length of a sequence, special tokens included.</param>
    /// <param name="frame">How many special tokens frame a block.</param>
    /// <param name="batchTokens">Tokens in a batch.</param>
    /// <param name="heldOutFraction">The part of the blocks that is held out.</param>
    private protected TokenBlocks(TokenShard shard, int maxLength, int frame, int batchTokens, double heldOutFraction)
    {
        this.shard = shard;
        this.frame = frame;
        BlockLength = (int)Math.Min(maxLength, shard.Length + frame);
        blocksPerBatch = Math.Max(1, batchTokens / BlockLength);
        int[] all = [.. Enumerable.Range(0, checked((int)(shard.Length / (BlockLength - frame))))];
        new SplitMix64(HeldOutSeed).Shuffle(all.AsSpan());
        int held = heldOutFraction == 0 || all.Length < 2
            ? 0
            : Math.Clamp((int)Math.Round(all.Length * heldOutFraction), 1, Math.Min(all.Length - 1, Math.Max(1, MaximumHeldOutTokens / BlockLength)));
        heldOut = all[..held];
        training = all[held..];
        Array.Sort(training);
    }

    /// <summary>Tokens learnt from in one pass, special tokens included.</summary>
    public long TokensPerEpoch => (long)training.Length * BlockLength;

    /// <summary>Whether anything is held out.</summary>
    public bool HasHeldOut => hasHeldOut ??= HeldOut().Any();

    /// <summary>The length of every block, special tokens included.</summary>
    private protected int BlockLength { get; }

    /// <summary>The batches to learn from, without end. Those in which there is nothing to predict are passed over.</summary>
    /// <exception cref="RefusalException">There is nothing to predict in any.</exception>
    public IEnumerable<PredictionBatch> Training(long seed)
    {
        int[] batch = new int[Math.Min(blocksPerBatch, training.Length)];
        int[] order = [.. training];
        int next = order.Length;
        int passedOver = 0;
        for (long number = 0, epoch = 0; ; number++)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                if (next == order.Length)
                {
                    training.CopyTo(order, 0);
                    new SplitMix64(seed, epoch++).Shuffle(order.AsSpan());
                    next = 0;
                }

                batch[i] = order[next++];
            }

            PredictionBatch prepared = Prepare(batch, new SplitMix64(~seed, number));
            if (prepared.Rows.Length > 0)
            {
                passedOver = 0;
                yield return prepared;
            }
            else if (++passedOver >= 2 * training.Length) // a whole epoch, wherever in one it began
            {
                throw new RefusalException(RefusalKind.Invalid, ProblemCodes.CorpusTooSmall, "The corpus holds no word to learn from.");
            }
        }
    }

    /// <summary>The held-out batches, always the same.</summary>
    public IEnumerable<PredictionBatch> HeldOut() =>
        heldOut.Chunk(blocksPerBatch).Select((blocks, number) => Prepare(blocks, new SplitMix64(HeldOutSeed, number))).Where(batch => batch.Rows.Length > 0);

    /// <summary>Makes a batch of blocks.</summary>
    /// <param name="blocks">The numbers of the blocks.</param>
    /// <param name="random">Where chances come from.</param>
    private protected abstract PredictionBatch Prepare(ReadOnlySpan<int> blocks, SplitMix64 random);

    /// <summary>Copies the tokens of a block out, without its frame.</summary>
    private protected void Read(int block, Span<int> tokens) => shard.Read((long)block * (BlockLength - frame), tokens);

    /// <summary>The lengths of some blocks: all the same.</summary>
    private protected int[] Lengths(int count)
    {
        int[] lengths = new int[count];
        Array.Fill(lengths, BlockLength);
        return lengths;
    }
}
