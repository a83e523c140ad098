using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// A linear layer that can learn by low-rank updates. One that does several projections of the same input at once, such as query, key and value,
/// has an update for each of them.
/// </summary>
internal sealed class AdaptableLinear : Module<Tensor, Tensor>, IAdaptable
{
    private readonly Linear linear;
    private readonly string[] targets;
    private readonly LowRankUpdate?[] updates;

    /// <param name="inputs">The width of what goes in.</param>
    /// <param name="outputs">The width of what comes out of each projection.</param>
    /// <param name="targets">The names of the projections, whose outputs lie side by side.</param>
    public AdaptableLinear(long inputs, long outputs, params string[] targets)
        : base(nameof(AdaptableLinear))
    {
        this.targets = targets;
        linear = Linear(inputs, outputs * targets.Length);
        updates = new LowRankUpdate?[targets.Length];
        RegisterComponents();
    }

    /// <summary>The weights, <c>[projections · outputs, inputs]</c>.</summary>
    public Tensor Weight => linear.weight;

    /// <summary>The biases, <c>[projections · outputs]</c>.</summary>
    public Tensor Bias => linear.bias!;

    /// <summary><c>[total, inputs]</c> in, <c>[total, projections · outputs]</c> out.</summary>
    public override Tensor forward(Tensor states)
    {
        Tensor result = linear.forward(states);
        long outputs = result.shape[^1] / targets.Length;
        for (int i = 0; i < updates.Length; i++)
        {
            if (updates[i] is { } update)
            {
                result.narrow(-1, i * outputs, outputs).AddInPlace(update.Apply(states));
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Adapt(LowRankOptions options)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            if (options.Targets.Contains(targets[i]))
            {
                updates[i] = new LowRankUpdate(Weight.shape[1], Weight.shape[0] / targets.Length, options);
                register_module($"update{i}", updates[i]!);
            }
        }
    }

    /// <inheritdoc/>
    public void Merge()
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        long outputs = Weight.shape[0] / targets.Length;
        for (int i = 0; i < updates.Length; i++)
        {
            if (updates[i] is { } update)
            {
                Weight.narrow(0, i * outputs, outputs).AddInPlace(update.Matrix());
                updates[i] = null;
            }
        }
    }

    /// <summary>The whole layer under a name.</summary>
    public IEnumerable<NamedTensor> Named(string name) => linear.Named(name);

    /// <summary>Each projection under a name of its own.</summary>
    public IEnumerable<NamedTensor> Named(IReadOnlyList<string> names)
    {
        long outputs = Weight.shape[0] / targets.Length;
        return names.SelectMany((name, index) => (IEnumerable<NamedTensor>)
        [
            new($"{name}.weight", Weight.narrow(0, index * outputs, outputs)),
            new($"{name}.bias", Bias.narrow(0, index * outputs, outputs)),
        ]);
    }
}
