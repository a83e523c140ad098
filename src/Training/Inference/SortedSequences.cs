using Hone.Training.Architectures;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>A batch packed by length, so that sequences of one length share one attention, which knows where each of them was.</summary>
internal sealed class SortedSequences : IDisposable
{

    /// <param name="batch">The sequences.</param>
    /// <param name="device">Where the model is.</param>
    public SortedSequences(IReadOnlyList<EncodedSequence> batch, Device device)
    {
        int[] order = [.. Enumerable.Range(0, batch.Count).OrderBy(index => batch[index].Ids.Length)];
        int[] tokens = [.. order.SelectMany(index => batch[index].Ids)];
        Order = order;
        bool hasTypes = batch.Any(sequence => sequence.TokenTypes is not null);
        int[]? types = hasTypes ? [.. order.SelectMany(index => batch[index].TokenTypes ?? new int[batch[index].Ids.Length])] : null;
        Packed = new PackedSequences(tokens, [.. order.Select(index => batch[index].Ids.Length)], device, types);
    }

    /// <summary>Of each packed sequence its place in the batch.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The packed batch.</summary>
    public PackedSequences Packed { get; }

    /// <summary>Puts one result per packed sequence back to where the sequence was.</summary>
    public T[] Restore<T>(IReadOnlyList<T> results)
    {
        T[] restored = new T[Order.Count];
        for (int i = 0; i < restored.Length; i++)
        {
            restored[Order[i]] = results[i];
        }

        return restored;
    }

    /// <inheritdoc/>
    public void Dispose() => Packed.Dispose();
}
