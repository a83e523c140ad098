namespace Hone.Training.Data;

/// <summary>
/// Blocks of running text in which every token is to be predicted from those before it. For a network that also reads backwards, every token
/// is to be predicted from those behind it as well: its backward states are the rows after all forward ones.
/// </summary>
/// <param name="shard">The corpus.</param>
/// <param name="maxLength">The length of a sequence.</param>
/// <param name="batchTokens">Tokens in a batch.</param>
/// <param name="heldOutFraction">The part of the blocks that is held out.</param>
/// <param name="bidirectional">Whether the network also reads backwards.</param>
public sealed class CausalBlocks(TokenShard shard, int maxLength, int batchTokens, double heldOutFraction, bool bidirectional = false)
    : TokenBlocks(shard, maxLength, frame: 0, batchTokens, heldOutFraction)
{
    private protected override PredictionBatch Prepare(ReadOnlySpan<int> blocks, SplitMix64 random)
    {
        int[] tokens = new int[blocks.Length * BlockLength];
        int predicted = blocks.Length * (BlockLength - 1);
        long[] rows = new long[bidirectional ? 2 * predicted : predicted];
        long[] targets = new long[rows.Length];
        for (int i = 0, next = 0; i < blocks.Length; i++)
        {
            int first = i * BlockLength;
            Read(blocks[i], tokens.AsSpan(first, BlockLength));
            for (int row = first + 1; row < first + BlockLength; row++, next++)
            {
                rows[next] = row - 1;
                targets[next] = tokens[row];
                if (bidirectional)
                {
                    rows[predicted + next] = tokens.Length + row;
                    targets[predicted + next] = tokens[row - 1];
                }
            }
        }

        return new PredictionBatch(tokens, Lengths(blocks.Length), rows, targets);
    }
}
