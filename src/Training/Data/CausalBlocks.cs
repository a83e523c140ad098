namespace Hone.Training.Data;

/// <summary>
/// Blocks of running text in which every token is to be predicted from those before it. For a network that also reads backwards, every token
/// is to be predicted from those behind it as well: its backward states are the rows after all forward ones. Where documents are kept apart, one
/// that begins within a block begins behind the separator of the one before, as a text that is to be gone on with does.
/// </summary>
/// <param name="shard">The corpus.</param>
/// <param name="maxLength">The length of a sequence.</param>
/// <param name="batchTokens">Tokens in a batch.</param>
/// <param name="heldOutFraction">The part of the blocks that is held out.</param>
/// <param name="bidirectional">Whether the network also reads backwards.</param>
/// <param name="separator">The token behind a document, if documents are kept apart.</param>
public sealed class CausalBlocks(TokenShard shard, int maxLength, int batchTokens, double heldOutFraction, bool bidirectional = false, int? separator = null)
    : TokenBlocks(shard, maxLength, frame: 0, batchTokens, heldOutFraction, separator)
{
    private protected override PredictionBatch Prepare(IReadOnlyList<TokenSequence> pieces, SplitMix64 random)
    {
        // One token alone has none to be predicted from.
        int[][] sequences = [.. pieces.Select(Begin).Where(sequence => sequence.Length > 1).OrderBy(sequence => sequence.Length)];
        int[] tokens = [.. sequences.SelectMany(sequence => sequence)];
        int predicted = tokens.Length - sequences.Length;
        long[] rows = new long[bidirectional ? 2 * predicted : predicted];
        long[] targets = new long[rows.Length];
        int first = 0;
        int next = 0;
        foreach (int[] sequence in sequences)
        {
            for (int row = first + 1; row < first + sequence.Length; row++, next++)
            {
                rows[next] = row - 1;
                targets[next] = tokens[row];
                if (bidirectional)
                {
                    rows[predicted + next] = tokens.Length + row;
                    targets[predicted + next] = tokens[row - 1];
                }
            }

            first += sequence.Length;
        }

        return new PredictionBatch(tokens, [.. sequences.Select(sequence => sequence.Length)], rows, targets);
    }

    private int[] Begin(TokenSequence piece) => piece.FollowsDocument ? [Separator!.Value, .. piece.Tokens] : piece.Tokens;
}
