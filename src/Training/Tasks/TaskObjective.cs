using Hone.Training.Architectures;
using Hone.Training.Data;
using Hone.Training.Objectives;
using static TorchSharp.torch;

namespace Hone.Training.Tasks;

/// <summary>A task's loss on the network that learns it.</summary>
internal sealed class TaskObjective<TModel, TExample>(FinetuningTask<TModel, TExample> task, TModel model, Device device) : IObjective<ExampleBatch<TExample>>
    where TModel : nn.Module, IBackboneModel
    where TExample : EncodedExample
{
    /// <inheritdoc/>
    public nn.Module Model => model;

    /// <inheritdoc/>
    public Tensor Loss(ExampleBatch<TExample> batch) => task.Loss(model, batch, device);
}
