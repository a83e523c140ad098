using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// A batch without padding: the tokens of all sequences one behind the other. Every linear layer, norm and activation works on one
/// <c>[total, hidden]</c> matrix; only attention and pooling look at the sequences. So the result for a sequence cannot depend on padding.
/// </summary>
public sealed class PackedSequences : IDisposable
{
    private readonly IReadOnlyList<int> lengths;
    private SequenceRectangles? exact;
    private SequenceRectangles? padded;

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
        this.lengths = lengths;
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

    /// <summary>The rectangles in which attention computes them.</summary>
    /// <param name="padded">Whether sequences may be padded where that takes less time.</param>
    internal SequenceRectangles Rectangles(bool padded) => padded
        ? this.padded ??= new SequenceRectangles(lengths, Tokens.device, padded)
        : exact ??= new SequenceRectangles(lengths, Tokens.device, padded);

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Positions.Dispose();
        TokenTypes?.Dispose();
        exact?.Dispose();
        padded?.Dispose();
    }
}
