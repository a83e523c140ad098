using Hone.Domain.Jobs.Specifications;
using Hone.Training.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// One layer of recurrent cells that reads in one direction. Weights are laid out as in PyTorch: the gates of an LSTM are input, forget, cell,
/// output, those of a GRU reset, update, new.
/// </summary>
internal sealed class RecurrentLayer : nn.Module, IAdaptable
{
    private readonly RecurrentCell cell;
    private readonly int hidden;
    private readonly Parameter inputWeight;
    private readonly Parameter stateWeight;
    private readonly Parameter inputBias;
    private readonly Parameter stateBias;
    private LowRankUpdate? inputUpdate;
    private LowRankUpdate? stateUpdate;

    /// <param name="cell">The kind of cell.</param>
    /// <param name="width">The width of what it reads.</param>
    /// <param name="hidden">The width of its states.</param>
    public RecurrentLayer(RecurrentCell cell, int width, int hidden)
        : base(nameof(RecurrentLayer))
    {
        this.cell = cell;
        this.hidden = hidden;
        int rows = RecurrentOperations.Gates(cell) * hidden;
        inputWeight = Parameter(empty(rows, width));
        stateWeight = Parameter(empty(rows, hidden));
        inputBias = Parameter(empty(rows));
        stateBias = Parameter(empty(rows));
        RegisterComponents();
        Initialize();
    }

    /// <summary>Reads a batch; see <see cref="RecurrentOperations.Run"/>. Without a state to start from it starts from zeros.</summary>
    public (Tensor Outputs, Tensor[] State) Read(Tensor inputs, TimeSteps steps, Tensor[]? state)
    {
        Tensor[] weights = [Updated(inputWeight, inputUpdate), Updated(stateWeight, stateUpdate), inputBias, stateBias];
        if (inputs.device_type == DeviceType.CUDA)
        {
            weights = Compact(weights);
        }

        return RecurrentOperations.Run(cell, inputs, steps.BatchSizes, state ?? Zeros(steps.Sequences, inputs), weights);
    }

    /// <inheritdoc/>
    public void Adapt(LowRankOptions options)
    {
        inputUpdate = Add("input", inputWeight);
        stateUpdate = Add("state", stateWeight);

        LowRankUpdate? Add(string target, Tensor weight)
        {
            if (!options.Targets.Contains(target))
            {
                return null;
            }

            LowRankUpdate update = new(weight.shape[1], weight.shape[0], options);
            register_module($"{target}Update", update);
            return update;
        }
    }

    /// <inheritdoc/>
    public void Merge()
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        inputWeight.copy_(Updated(inputWeight, inputUpdate));
        stateWeight.copy_(Updated(stateWeight, stateUpdate));
        inputUpdate = null;
        stateUpdate = null;
    }

    /// <summary>PyTorch's names.</summary>
    public IEnumerable<NamedTensor> NamedTensors(string prefix, int index) =>
    [
        new($"{prefix}weight_ih_l{index}", inputWeight),
        new($"{prefix}weight_hh_l{index}", stateWeight),
        new($"{prefix}bias_ih_l{index}", inputBias),
        new($"{prefix}bias_hh_l{index}", stateBias),
    ];

    private static Tensor Updated(Tensor weight, LowRankUpdate? update) => update is null ? weight : weight.Plus(update.Matrix());

    private Tensor[] Zeros(int sequences, Tensor like)
    {
        Tensor zero = zeros([1, sequences, hidden], dtype: like.dtype, device: like.device);
        return [.. Enumerable.Repeat(zero, RecurrentOperations.States(cell))];
    }

    /// <summary>The weights as parts of one vector: cuDNN wants them so, and complains on every call that it has to copy them itself.</summary>
    private static Tensor[] Compact(Tensor[] weights)
    {
        Tensor[] parts = cat([.. weights.Select(weight => weight.flatten())], 0).split([.. weights.Select(weight => weight.numel())], 0);
        return [.. parts.Zip(weights, (part, weight) => part.view(weight.shape))];
    }

    /// <summary>
    /// Uniform, within one over the root of the hidden size. An LSTM's forget gates start at a bias of one, so that it remembers before it has
    /// learnt to (Gers, Schmidhuber &amp; Cummins 2000; Jozefowicz, Zaremba &amp; Sutskever 2015).
    /// </summary>
    private void Initialize()
    {
        using IDisposable noGrad = no_grad();
        using IDisposable scope = NewDisposeScope();
        double bound = 1 / Math.Sqrt(hidden);
        foreach (Parameter parameter in parameters())
        {
            init.uniform_(parameter, -bound, bound);
        }

        if (cell == RecurrentCell.Lstm)
        {
            inputBias.narrow(0, hidden, hidden).Fill(1);
            stateBias.narrow(0, hidden, hidden).zero_();
        }
    }
}
