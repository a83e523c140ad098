using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>Layers of recurrent cells, each of which reads the states of the one below, all in one direction; dropout is between them.</summary>
internal sealed class RecurrentStack : nn.Module
{
    private readonly double dropout;
    private readonly ModuleList<RecurrentLayer> layers;

    public RecurrentStack(RecurrentConfiguration configuration)
        : base(nameof(RecurrentStack))
    {
        dropout = configuration.Dropout;
        layers = new ModuleList<RecurrentLayer>(
        [
            .. Enumerable
                .Range(0, configuration.Layers)
                .Select(index => new RecurrentLayer(configuration.Cell, index == 0 ? configuration.Embedding : configuration.Hidden, configuration.Hidden)),
        ]);
        RegisterComponents();
    }

    /// <summary>The layers from the bottom to the top.</summary>
    public IReadOnlyList<RecurrentLayer> Layers => [.. layers];

    /// <summary>Reads a batch.</summary>
    /// <param name="inputs">Embeddings, <c>[length, sequences, width]</c>, or <c>[total, width]</c> step behind step.</param>
    /// <param name="steps">Their order.</param>
    /// <param name="state">The states of each layer to start from; zeros when null.</param>
    /// <returns>The states of the last layer, laid out as the inputs are, and those of each layer behind the last step.</returns>
    public (Tensor Outputs, Tensor[][] State) Read(Tensor inputs, TimeSteps steps, Tensor[][]? state)
    {
        Tensor[][] ends = new Tensor[layers.Count][];
        Tensor states = inputs;
        for (int i = 0; i < layers.Count; i++)
        {
            states = i == 0 ? states : Dropout.Apply(states, dropout, training);
            (states, ends[i]) = layers[i].Read(states, steps, state?[i]);
        }

        return (states, ends);
    }

    /// <summary>PyTorch's names.</summary>
    public IEnumerable<NamedTensor> NamedTensors(string prefix) => layers.SelectMany((layer, index) => layer.NamedTensors(prefix, index));
}
