using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// What a recurrent network remembers of some sequences that it has read from their beginning. It is never changed: reading on gives another one.
/// </summary>
public sealed class RecurrentState : IDisposable
{
    internal RecurrentState(Tensor[][] layers) => Layers = layers;

    /// <summary>How many sequences.</summary>
    public long Sequences => Layers[0][0].shape[1];

    /// <summary>Of each layer the hidden state and, in an LSTM, the cell state; each <c>[1, sequences, hidden]</c>.</summary>
    internal Tensor[][] Layers { get; }

    /// <summary>The states of some of the sequences, in any order and any number of times.</summary>
    /// <param name="sequences">Their indices, <c>[n]</c> of int64 on the device of the network.</param>
    public RecurrentState Select(Tensor sequences) =>
        new([.. Layers.Select(layer => layer.Select(state => state.index_select(1, sequences)).ToArray())]);

    /// <summary>Keeps the tensors beyond the end of the dispose scopes they were made in.</summary>
    public RecurrentState Detach()
    {
        foreach (Tensor state in Layers.SelectMany(layer => layer))
        {
            state.DetachFromDisposeScope();
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor state in Layers.SelectMany(layer => layer))
        {
            state.Dispose();
        }
    }
}
