using Hone.Training.Tokenization;

namespace Hone.Training.Data;

/// <summary>Blocks framed as <c>[CLS] … [SEP]</c>, with new masks every time they come.</summary>
public sealed class MaskedBlocks : TokenBlocks
{
    private const int Frame = 2;

    private readonly Tokenizer tokenizer;
    private readonly TokenMasking masking;

    /// <param name="shard">The corpus.</param>
    /// <param name="tokenizer">What it was encoded with; it has a token that hides others.</param>
    /// <param name="maxLength">The length of a sequence, special tokens included.</param>
    /// <param name="batchTokens">Tokens in a batch.</param>
    /// <param name="maskProbability">The chance of each token to be predicted.</param>
    /// <param name="heldOutFraction">The part of the blocks that is held out.</param>
    public MaskedBlocks(TokenShard shard, Tokenizer tokenizer, int maxLength, int batchTokens, double maskProbability, double heldOutFraction)
        : base(shard, maxLength, Frame, batchTokens, heldOutFraction)
    {
        this.tokenizer = tokenizer;
        bool[] special = new bool[tokenizer.VocabularySize];
        foreach (int id in tokenizer.SpecialIds)
        {
            special[id] = true;
        }

        masking = new TokenMasking(maskProbability, tokenizer.MaskId ?? throw new ArgumentException("It has no mask token.", nameof(tokenizer)), special);
    }

    private protected override PredictionBatch Prepare(ReadOnlySpan<int> blocks, SplitMix64 random)
    {
        int[] tokens = new int[blocks.Length * BlockLength];
        for (int i = 0; i < blocks.Length; i++)
        {
            Span<int> block = tokens.AsSpan(i * BlockLength, BlockLength);
            block[0] = tokenizer.ClassificationId;
            Read(blocks[i], block[1..^1]);
            block[^1] = tokenizer.SeparatorId;
        }

        List<long> rows = new(tokens.Length / 4);
        List<long> targets = new(tokens.Length / 4);
        masking.Apply(tokens, ref random, rows, targets);
        return new PredictionBatch(tokens, Lengths(blocks.Length), [.. rows], [.. targets]);
    }
}
