using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// A batch without padding: the tokens of all sequences one behind the other. Every linear layer, norm and activation works on one
/// <c>[total, hidden]</c> matrix; only attention looks at the sequences, run by run of equal length. So the result for a sequence cannot
/// depend on padding, and sorting a batch by length makes attention fast.
/// </summary>
public sealed class PackedSequences : IDisposable
{
    /// <summary>Packs token ids, sequence behind sequence.</summary>
    /// <param name="tokens">The ids of all sequences.</param>
    /// <param name="lengths">The length of each sequence; none is zero.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="tokenTypes">The kind of each token; without them all are of the first.</param>
    public PackedSequences(ReadOnlySpan<int> tokens, IReadOnlyList<int> lengths, Device device, IReadOnlyList<int>? tokenTypes = null)
    {
        long[] ids = new long[tokens.Length];
        long[] positions = new long[tokens.Length];
        int row = 0;
        foreach (int length in lengths)
        {
            for (int position = 0; position < length; position++, row++)
            {
                ids[row] = tokens[row];
                positions[row] = position;
            }
        }

        Tokens = tensor(ids, device: device);
        Positions = tensor(positions, device: device);
        TokenTypes = tokenTypes is null ? null : tensor(tokenTypes.Select(type => (long)type).ToArray(), device: device);
        Runs = SequenceRun.Of(lengths);
        Count = lengths.Count;
    }

    /// <summary>Token ids, <c>[total]</c>.</summary>
    public Tensor Tokens { get; }

    /// <summary>Position of each token within its sequence, <c>[total]</c>.</summary>
    public Tensor Positions { get; }

    /// <summary>The kind of each token, <c>[total]</c>; null where all are of the first.</summary>
    public Tensor? TokenTypes { get; }

    /// <summary>The sequences, grouped into runs of equal length.</summary>
    public IReadOnlyList<SequenceRun> Runs { get; }

    /// <summary>How many sequences.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Positions.Dispose();
        TokenTypes?.Dispose();
    }
}
