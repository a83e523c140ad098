using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>The keys and values of a layer for all tokens read so far, so that they need not be computed again for the next.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private Tensor? keys;
    private Tensor? values;

    /// <summary>How many tokens were read.</summary>
    public int Length => (int)(keys?.shape[2] ?? 0);

    /// <summary>Adds those of new tokens, <c>[batch, heads, new, width]</c> each, and gives those of all, <c>[batch, heads, length, width]</c>.</summary>
    public (Tensor Keys, Tensor Values) Append(Tensor newKeys, Tensor newValues)
    {
        Replace(
            keys is null ? newKeys.clone() : cat([keys, newKeys], 2),
            values is null ? newValues.clone() : cat([values, newValues], 2));
        return (keys!, values!);
    }

    /// <summary>Keeps some sequences of the batch, in a new order; one may be there more than once.</summary>
    /// <param name="sequences">Their numbers, <c>[kept]</c> of int64.</param>
    public void Select(Tensor sequences) => Replace(keys!.index_select(0, sequences), values!.index_select(0, sequences));

    /// <inheritdoc/>
    public void Dispose()
    {
        keys?.Dispose();
        values?.Dispose();
    }

    private void Replace(Tensor newKeys, Tensor newValues)
    {
        Dispose();
        keys = newKeys.DetachFromDisposeScope();
        values = newValues.DetachFromDisposeScope();
    }
}
