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
/// <remarks>
/// Matrices, which decay, come first; biases and norms, which do not, last; and within both, groups that learn at different rates in their order.
/// Parameters that need no gradient are not in the vectors; the network computes with them in the working format too.
/// </remarks>
public sealed class FlatParameters : IDisposable
{
    // Views start at 64 bytes in the narrowest working format, where vector kernels are fastest. The gaps stay zero.
    private const long Alignment = 32;

    private readonly nn.Module model;
    private readonly List<Slot> slots = [];
    private readonly List<(string Name, Tensor Value)> frozen = [];

    /// <summary>Moves a model's parameters into flat vectors. Call it once the model is on its device.</summary>
    /// <param name="model">The model; its parameters are fp32.</param>
    /// <param name="workingType">What the network is to compute in.</param>
    /// <param name="groups">Which parameters learn at the same rate; all, when null.</param>
    public FlatParameters(nn.Module model, ScalarType workingType, ParameterGroups? groups = null)
    {
        this.model = model;
        Groups = groups ?? new ParameterGroups();
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        (string Name, Parameter Value)[] parameters =
        [
            .. model.named_parameters()
                .Where(parameter => parameter.parameter.requires_grad)
                .OrderBy(parameter => parameter.parameter.dim() < 2)
                .ThenBy(parameter => Groups.Of(parameter.parameter)),
        ];
        List<ParameterSpan> spans = [];
        long length = 0;
        foreach ((string name, Parameter value) in parameters)
        {
            slots.Add(new Slot(name, length, value.numel(), value.shape));
            long aligned = (value.numel() + Alignment - 1) / Alignment * Alignment;
            ParameterSpan span = new(length, aligned, value.dim() >= 2, Groups.Of(value));
            if (spans.Count > 0 && spans[^1].Decays == span.Decays && spans[^1].Group == span.Group)
            {
                spans[^1] = spans[^1] with { Length = spans[^1].Length + aligned };
            }
            else
            {
                spans.Add(span);
            }

            length += aligned;
        }

        Spans = spans;
        Master = zeros(length, dtype: ScalarType.Float32, device: parameters[0].Value.device).DetachFromDisposeScope();
        foreach ((Slot slot, (_, Parameter value)) in slots.Zip(parameters))
        {
            slot.View(Master).copy_(value);
        }

        Working = workingType == ScalarType.Float32 ? Master : Master.to_type(workingType).DetachFromDisposeScope();
        Gradient = zeros_like(Working).DetachFromDisposeScope();
        if (workingType != ScalarType.Float32)
        {
            frozen.AddRange(model.named_parameters()
                .Where(parameter => !parameter.parameter.requires_grad)
                .Select(parameter => (parameter.name, parameter.parameter.clone().DetachFromDisposeScope())));
        }

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

    /// <summary>The rates of the groups.</summary>
    public ParameterGroups Groups { get; }

    /// <summary>The elements that learn alike, one span behind the other.</summary>
    public IReadOnlyList<ParameterSpan> Spans { get; }

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

        Dictionary<string, Parameter> live = Live();
        foreach ((string name, Tensor value) in frozen)
        {
            live[name].set_(value.clone());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Master.Dispose();
        Working.Dispose();
        Gradient.Dispose();
        foreach ((_, Tensor value) in frozen)
        {
            value.Dispose();
        }
    }

    private IEnumerable<(Slot Slot, Parameter Value)> LiveParameters()
    {
        Dictionary<string, Parameter> live = Live();
        return slots.Select(slot => (slot, live[slot.Name]));
    }

    private Dictionary<string, Parameter> Live() => model.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);

    private sealed record Slot(string Name, long Offset, long Length, long[] Shape)
    {
        public Tensor View(Tensor vector) => vector.narrow(0, Offset, Length).view(Shape);
    }
}
