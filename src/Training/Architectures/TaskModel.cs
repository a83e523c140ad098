using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>A backbone with the head of a task.</summary>
/// <param name="name">The name of the module.</param>
public abstract class TaskModel(string name) : Module<PackedSequences, Tensor>(name), IBackboneModel
{
    /// <inheritdoc/>
    public abstract Backbone Backbone { get; }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> NamedTensors() => [.. Backbone.NamedTensors(), .. HeadTensors()];

    /// <summary>The weights of the head under the names they are saved by, as views.</summary>
    internal abstract IEnumerable<NamedTensor> HeadTensors();
}
