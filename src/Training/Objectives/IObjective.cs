using Hone.Training.Data;
using static TorchSharp.torch;

namespace Hone.Training.Objectives;

/// <summary>What a network is taught: how wrong it is on a batch, and how good it is on data set aside.</summary>
/// <typeparam name="TBatch">What it learns from.</typeparam>
public interface IObjective<in TBatch>
    where TBatch : Batch
{
    /// <summary>The network.</summary>
    nn.Module Model { get; }

    /// <summary>The mean loss of a batch: one fp32 number that can be differentiated.</summary>
    Tensor Loss(TBatch batch);
}
