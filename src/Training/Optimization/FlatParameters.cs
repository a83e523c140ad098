using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Optimization;

/// <summary>
/// All parameters of a model as three vectors: an fp32 master that the optimizer updates, a working copy that the network computes with
/// (the master itself in fp32, a bf16 vector otherwise), and the gradient, to which backward passes add in place. Each parameter of the
/// model is a view of the working vector. So clipping, AdamW and the copy back are a dozen operations on whole vectors, whatever the
/// number of parameters, and a snapshot is one copy.
/// </summary>
/// <remarks>Matrices, which decay, come first; biases and norms, which do not, last.</remarks>
public sealed class FlatParameters : IDisposable
{
    // Views start at 64 bytes in the narrowest working format, where vector kernels are fastest. The gaps stay zero.
    private const long Alignment = 32;

    private readonly nn.Module model;
    private readonly List<Slot> slots = [];

    /// <summary>Moves a model's parameters into flat vectors. Call it once the model is on its device.</summary>
    /// <param name="model">The model; its parameters are fp32.</param>
    /// <param name="workingType">What the network is to compute in.</param>
    public FlatParameters(nn.Module model, ScalarType workingType)
    {
        this.model = model;
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        (string Name, Parameter Value)[] parameters = [.. model.named_parameters().OrderBy(parameter => parameter.parameter.dim() < 2)];
        long length = 0;
        foreach ((string name, Parameter value) in parameters)
        {
            slots.Add(new Slot(name, length, value.numel(), value.shape));
            length += (value.numel() + Alignment - 1) / Alignment * Alignment;
            DecayedLength = value.dim() >= 2 ? length : DecayedLength;
        }

        Master = zeros(length, dtype: ScalarType.Float32, device: parameters[0].Value.device).DetachFromDisposeScope();
        foreach ((Slot slot, (_, Parameter value)) in slots.Zip(parameters))
        {
            slot.View(Master).copy_(value);
        }

        Working = workingType == ScalarType.Float32 ? Master : Master.to_type(workingType).DetachFromDisposeScope();
        Gradient = zeros_like(Working).DetachFromDisposeScope();
        model.to(workingType);
        foreach ((Slot slot, Parameter value) in LiveParameters())
        {
            value.set_(slot.View(Working));
            value.grad = slot.View(Gradient);
        }
    }

    /// <summary>The fp32 weights, <c>[length]</c>.</summary>
    public Tensor Master { get; }

    /// <summary>The weights that the network computes with, <c>[length]</c>.</summary>
    public Tensor Working { get; }

    /// <summary>The gradient, <c>[length]</c>, in the working format.</summary>
    public Tensor Gradient { get; }

    /// <summary>How many leading elements decay.</summary>
    public long DecayedLength { get; }

    /// <summary>Makes the working copy equal to the master.</summary>
    public void Publish()
    {
        if (!ReferenceEquals(Working, Master))
        {
            using IDisposable noGrad = no_grad();
            Working.copy_(Master);
        }
    }

    /// <summary>Overwrites all weights with an earlier copy of <see cref="Master"/>.</summary>
    public void Restore(Tensor master)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Master.copy_(master);
        Publish();
    }

    /// <summary>Gives the model fp32 parameters of its own again, equal to the master. The vectors are of no use after it.</summary>
    public void Release()
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        model.to(ScalarType.Float32);
        foreach ((Slot slot, Parameter value) in LiveParameters())
        {
            value.grad = null;
            value.set_(slot.View(Master).clone());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Master.Dispose();
        Working.Dispose();
        Gradient.Dispose();
    }

    private IEnumerable<(Slot Slot, Parameter Value)> LiveParameters()
    {
        Dictionary<string, Parameter> live = model.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        return slots.Select(slot => (slot, live[slot.Name]));
    }

    private sealed record Slot(string Name, long Offset, long Length, long[] Shape)
    {
        public Tensor View(Tensor vector) => vector.narrow(0, Offset, Length).view(Shape);
    }
}
