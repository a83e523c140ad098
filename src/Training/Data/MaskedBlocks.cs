using Hone.Domain.Problems;
using Hone.Training.Tokenization;

namespace Hone.Training.Data;

/// <summary>
/// The blocks of a token shard, <c>[CLS] … [SEP]</c>, in a random order of every epoch and with new masks every time; some are held out for
/// evaluation and never learnt from. Documents run on from one block to the next, so that no token is padding.
/// </summary>
public sealed class MaskedBlocks
{
    // Held-out blocks are chosen and masked alike in every run, so that perplexities can be compared.
    private const long HeldOutSeed = 0x48_65_6c_64;

    // Enough for a perplexity that is steady to a percent; more would only cost time at every evaluation.
    private const int MaximumHeldOutTokens = 1 << 17;

    private readonly TokenShard shard;
    private readonly WordPieceTokenizer tokenizer;
    private readonly TokenMasking masking;
    private readonly int blockLength;
    private readonly int blocksPerBatch;
    private readonly int[] training;
    private readonly int[] heldOut;

    /// <param name="shard">The corpus.</param>
    /// <param name="tokenizer">What it was encoded with.</param>
    /// <param name="maxLength">The length of a sequence, special tokens included.</param>
    /// <param name="batchTokens">Tokens in a batch.</param>
    /// <param name="maskProbability">The chance of each token to be predicted.</param>
    /// <param name="heldOutFraction">The part of the blocks that is held out.</param>
    public MaskedBlocks(TokenShard shard, WordPieceTokenizer tokenizer, int maxLength, int batchTokens, double maskProbability, double heldOutFraction)
    {
        this.shard = shard;
        this.tokenizer = tokenizer;
        bool[] special = new bool[tokenizer.VocabularySize];
        foreach (int id in (ReadOnlySpan<int>)[tokenizer.PadId, tokenizer.UnknownId, tokenizer.ClassificationId, tokenizer.SeparatorId, tokenizer.MaskId])
        {
            special[id] = true;
        }

        masking = new TokenMasking(maskProbability, tokenizer.MaskId, special);
        blockLength = (int)Math.Min(maxLength, shard.Length + 2);
        blocksPerBatch = Math.Max(1, batchTokens / blockLength);
        int[] all = [.. Enumerable.Range(0, checked((int)(shard.Length / (blockLength - 2))))];
        new SplitMix64(HeldOutSeed).Shuffle(all.AsSpan());
        int held = heldOutFraction == 0 || all.Length < 2
            ? 0
            : Math.Clamp((int)Math.Round(all.Length * heldOutFraction), 1, Math.Min(all.Length - 1, Math.Max(1, MaximumHeldOutTokens / blockLength)));
        heldOut = all[..held];
        training = all[held..];
        Array.Sort(training);
        HasHeldOut = HeldOut().Any();
    }

    /// <summary>Tokens learnt from in one pass, special tokens included.</summary>
    public long TokensPerEpoch => (long)training.Length * blockLength;

    /// <summary>Whether anything is held out.</summary>
    public bool HasHeldOut { get; }

    /// <summary>The batches to learn from, without end. Those in which nothing can be hidden, all words being unknown, are passed over.</summary>
    /// <exception cref="RefusalException">There is nothing to hide in any.</exception>
    public IEnumerable<MaskedBatch> Training(long seed)
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

            MaskedBatch masked = Mask(batch, new SplitMix64(~seed, number));
            if (masked.Rows.Length > 0)
            {
                passedOver = 0;
                yield return masked;
            }
            else if (++passedOver >= 2 * training.Length) // a whole epoch, wherever in one it began
            {
                throw new RefusalException(RefusalKind.Invalid, ProblemCodes.CorpusTooSmall, "The corpus holds no word to learn from.");
            }
        }
    }

    /// <summary>The held-out batches, always the same.</summary>
    public IEnumerable<MaskedBatch> HeldOut() =>
        heldOut.Chunk(blocksPerBatch).Select((blocks, number) => Mask(blocks, new SplitMix64(HeldOutSeed, number))).Where(batch => batch.Rows.Length > 0);

    private MaskedBatch Mask(ReadOnlySpan<int> blocks, SplitMix64 random)
    {
        int[] tokens = new int[blocks.Length * blockLength];
        int content = blockLength - 2;
        for (int i = 0; i < blocks.Length; i++)
        {
            Span<int> block = tokens.AsSpan(i * blockLength, blockLength);
            block[0] = tokenizer.ClassificationId;
            shard.Read((long)blocks[i] * content, block.Slice(1, content));
            block[^1] = tokenizer.SeparatorId;
        }

        List<long> rows = new(tokens.Length / 4);
        List<long> targets = new(tokens.Length / 4);
        masking.Apply(tokens, ref random, rows, targets);
        int[] lengths = new int[blocks.Length];
        Array.Fill(lengths, blockLength);
        return new MaskedBatch(tokens, lengths, [.. rows], [.. targets]);
    }
}
