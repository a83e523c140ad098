using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// What a recurrent network remembers of sequences that it reads from their beginning: of each layer the hidden state and, in an LSTM, the cell
/// state. It stays as large as it is, however long they become.
/// </summary>
internal sealed class RecurrentState : GenerationState
{
    private int length;

    /// <inheritdoc/>
    public override int Length => length;

    /// <summary>The states of each layer, <c>[1, sequences, hidden]</c> each; null before anything is read.</summary>
    public Tensor[][]? Layers { get; private set; }

    /// <summary>Takes the states behind further tokens.</summary>
    /// <param name="layers">The states of each layer.</param>
    /// <param name="added">How many tokens of each sequence were read.</param>
    public void Advance(Tensor[][] layers, int added)
    {
        Replace(layers);
        length += added;
    }

    /// <inheritdoc/>
    public override void Select(Tensor sequences) =>
        Replace([.. Layers!.Select(layer => layer.Select(state => state.index_select(1, sequences)).ToArray())]);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Tensor state in Layers?.SelectMany(layer => layer) ?? [])
        {
            state.Dispose();
        }
    }

    private void Replace(Tensor[][] layers)
    {
        Dispose();
        Layers = layers;
        foreach (Tensor state in layers.SelectMany(layer => layer))
        {
            state.DetachFromDisposeScope();
        }
    }
}
