using Hone.Domain.Problems;

namespace Hone.Training.Data;

/// <summary>
/// The blocks of a token shard in a random order of every epoch; some are held out for evaluation and never learnt from. Documents run on
/// from one block to the next, so that no token is padding. Where they are kept apart, every document that a block holds a part of is a sequence.
/// </summary>
public abstract class TokenBlocks
{
    // Held-out blocks are chosen and prepared alike in every run, so that perplexities can be compared.
    private const long HeldOutSeed = 0x48_65_6c_64;

    // Enough for a perplexity that is steady to a percent; more would only cost time at every evaluation.
    private const int MaximumHeldOutTokens = 1 << 17;

    private readonly TokenShard shard;
    private readonly int frame;
    private readonly int blockLength;
    private readonly int blocksPerBatch;
    private readonly int[] training;
    private readonly int[] heldOut;
    private bool? hasHeldOut; // asked at every step, and not free to find out

    /// <param name="shard">The corpus.</param>
    /// <param name="maxLength">The length of a sequence, special tokens included.</param>
    /// <param name="frame">How many special tokens frame a block.</param>
    /// <param name="batchTokens">Tokens in a batch.</param>
    /// <param name="heldOutFraction">The part of the blocks that is held out.</param>
    /// <param name="separator">The token behind a document, if documents are kept apart.</param>
    private protected TokenBlocks(TokenShard shard, int maxLength, int frame, int batchTokens, double heldOutFraction, int? separator)
    {
        this.shard = shard;
        this.frame = frame;
        Separator = separator;
        blockLength = (int)Math.Min(maxLength, shard.Length + frame);
        blocksPerBatch = Math.Max(1, batchTokens / blockLength);
        int[] all = [.. Enumerable.Range(0, checked((int)(shard.Length / (blockLength - frame))))];
        new SplitMix64(HeldOutSeed).Shuffle(all.AsSpan());
        int held = heldOutFraction == 0 || all.Length < 2
            ? 0
            : Math.Clamp((int)Math.Round(all.Length * heldOutFraction), 1, Math.Min(all.Length - 1, Math.Max(1, MaximumHeldOutTokens / blockLength)));
        heldOut = all[..held];
        training = all[held..];
        Array.Sort(training);
    }

    /// <summary>Tokens learnt from in one pass, special tokens included.</summary>
    public long TokensPerEpoch => (long)training.Length * blockLength;

    /// <summary>Whether anything is held out.</summary>
    public bool HasHeldOut => hasHeldOut ??= HeldOut().Any();

    /// <summary>The token behind a document, if no sequence may have tokens of two; null if documents run on.</summary>
    private protected int? Separator { get; }

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

            PredictionBatch prepared = Prepare(Read(batch), new SplitMix64(~seed, number));
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
        heldOut.Chunk(blocksPerBatch).Select((blocks, number) => Prepare(Read(blocks), new SplitMix64(HeldOutSeed, number))).Where(batch => batch.Rows.Length > 0);

    /// <summary>Makes a batch.</summary>
    /// <param name="pieces">Its blocks, or, where documents are kept apart, the part of each document in each of them; none is empty.</param>
    /// <param name="random">Where chances come from.</param>
    private protected abstract PredictionBatch Prepare(IReadOnlyList<TokenSequence> pieces, SplitMix64 random);

    private List<TokenSequence> Read(int[] blocks)
    {
        List<TokenSequence> pieces = new(blocks.Length);
        int length = blockLength - frame;
        foreach (int block in blocks)
        {
            int[] tokens = new int[length];
            bool[] beginsWord = new bool[length];
            shard.Read((long)block * length, tokens, beginsWord);
            for (int start = 0; start < length;)
            {
                int end = Separator is int id ? start + 1 + tokens.AsSpan(start).IndexOf(id) : length;
                end = end == start ? length : end; // no more separators
                pieces.Add(new TokenSequence(tokens[start..end], beginsWord[start..end], FollowsDocument: start > 0));
                start = end;
            }
        }

        return pieces;
    }
}
